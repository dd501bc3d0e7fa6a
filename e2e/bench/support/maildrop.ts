/** Which maildrop a client of a benchmark is to empty, and what a complete retrieval of it holds. */
export interface Maildrop {
  host: string;
  port: number;
  user: string;
  password: string;
  /** The file with the authority's certificate, PEM: TLS from the first byte. */
  ca?: string;
  messages: number;
  octets: number;
}

/** What a program that retrieves says at its end, as one line of JSON. */
export interface Account {
  /** Milliseconds from the program's first line to its first RETR, and from there to its end. */
  before: number;
  retrieval: number;
  messages: number;
  octets: number;
  /** SHA-256 of each message in the order of their numbers, where it was asked for. */
  digests?: string[];
}
