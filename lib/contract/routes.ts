import { z } from 'zod';
import { maxDeletions, maxExpected, maxWanted } from './constants';
import type { SignInStep } from './errors';
import { maxAddressLength, pictureAddress } from './pictures';
import type { LogEntry } from './sessionLog';

export { keyHeader, maxDeletions, maxWanted } from './constants';

/** UIDLs are opaque bytes, carried as Latin-1 (RFC 1939 says 1-70 of 0x21-0x7E; servers say otherwise). */
const uidl = z
  .string()
  .min(1)
  .max(1024)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these three end or break a POP3 line
  .regex(/^[^\r\n\u0000]*$/);

/** What becomes part of a POP3 command: no line end, no NUL. */
export const argument = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these three end or break a POP3 line
    .regex(/^[^\r\n\u0000]*$/, 'must not contain line ends or NUL');

/** SHA-256 of a certificate in DER, as 64 small hexadecimal digits. */
export const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

export const accountId = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
export const security = z.enum(['tls', 'starttls', 'none']);
export type Security = z.infer<typeof security>;

/** An answer as it crosses the wire: with what the bridge did for it. Failures carry a `log` as well, where there is one. */
export type Told<Answer> = Answer & { log: LogEntry[] };

/** A stored message that should be in a maildrop: its size by LIST, and what recognises it under another UIDL. */
export const expectedMessage = z.strictObject({
  uidl,
  octets: z.int().min(0),
  /** See fingerprint.ts; empty where there is none. */
  fingerprint: z.string().regex(/^(?:[A-Za-z0-9_-]{16})?$/),
});

/** `POST /api/accounts` */
export const accountRequest = z.strictObject({
  /** Given when a known account signs in again; a new one gets a fresh id. */
  account: accountId.optional(),
  username: argument(255),
  password: argument(1024),
  host: argument(253),
  port: z.int().min(1).max(65535),
  security,
  /** Keep me signed in: the sealed session outlives the browser. */
  keep: z.boolean(),
  /** The one certificate that is believed, whatever is wrong with it, where the operator allows that. */
  pin: fingerprint.optional(),
  /**
   * Given when an account that has mail here moves to another server or user: some of what should be in the maildrop
   * by what is stored, with its size by LIST. Where none of it is, nothing is sealed (`other_maildrop`).
   */
  expected: z.array(expectedMessage).max(maxExpected).optional(),
  /** The browser knows nothing of the maildrop yet: what is in it comes with the answer, where that is quick. */
  list: z.boolean().optional(),
});
export type AccountRequest = z.infer<typeof accountRequest>;

/** What the server announced after login, as far as it changes what we do. */
export interface ServerCapabilities {
  uidl: boolean;
  top: boolean;
  pipelining: boolean;
  /** SASL mechanisms, upper case. */
  sasl: string[];
  /** LOGIN-DELAY in seconds, EXPIRE in days; null: not announced, 'never': EXPIRE NEVER. */
  loginDelay: number | null;
  expire: number | 'never' | null;
}

export interface StepTiming {
  step: SignInStep;
  ms: number;
  /** For `tls`: days until the certificate ends. */
  certificateDays?: number;
}

export interface AccountAnswer {
  account: string;
  /** K: kept by the browser, never by the bridge. */
  key: string;
  capabilities: ServerCapabilities;
  steps: StepTiming[];
  /** Where it was asked for. The first check then needs no session of its own, nor a login that LOGIN-DELAY puts off. */
  listing?: ListingAnswer;
}

/** True: one command at a time, whatever the server announces; the browser has seen it break under pipelining. */
const sequential = z.boolean().optional();

/** `POST /api/accounts/{account}/listing` */
export const listingRequest = z.strictObject({
  /** What the browser saw last: the number of messages and the UIDL of the last one. */
  known: z.strictObject({ count: z.int().min(1), last: uidl }).nullable(),
  sequential,
});
export type ListingRequest = z.infer<typeof listingRequest>;

/** Message number in the listing's session, UIDL, size in octets as LIST said it (advice, never a promise). */
export type ListingEntry = readonly [number: number, uidl: string, octets: number];

export interface ListingAnswer {
  count: number;
  octets: number;
  /** `unchanged`: nothing new, no entries. `added`: entries after the known ones. `full`: all of them. */
  kind: 'unchanged' | 'added' | 'full';
  entries: ListingEntry[];
  /** Of a full one: STAT, UIDL and LIST did not speak of the same messages. Nothing may be concluded from it. */
  inconsistent?: true;
}

/** `POST /api/accounts/{account}/messages`: answered with frames (see frames.ts), in the order asked for. */
export const messagesRequest = z.strictObject({
  /** Numbers are hints from the last listing; the bridge checks each against its UIDL before it retrieves. */
  wanted: z
    .array(z.strictObject({ number: z.int().min(1), uidl, octets: z.int().min(0) }))
    .min(1)
    .max(maxWanted),
  /** `header`: by `TOP n 0`. Never a whole message, and the session ends without QUIT. */
  part: z.enum(['whole', 'header']).optional(),
  sequential,
});
export type MessagesRequest = z.infer<typeof messagesRequest>;

/** `POST /api/accounts/{account}/settlement` */
export const settlementRequest = z.strictObject({
  /** From the `settle` frame. */
  session: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/),
  /** Committed in the browser, hash checked. */
  stored: z.array(uidl).max(maxWanted),
});
export type SettlementRequest = z.infer<typeof settlementRequest>;
export interface SettlementAnswer {
  /** True when every message retrieved in the session is in the receipt, so that QUIT is sent. */
  settled: boolean;
}

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** `POST /api/accounts/{account}/deletions`: a session of its own, in which nothing is retrieved to be kept. */
export const deletionsRequest = z.strictObject({
  /** Each with what proves that the server's message is the stored one: SHA-256 of the forms in messageForm.ts. */
  wanted: z
    .array(
      z.strictObject({
        uidl,
        /** Of the header's form. */
        header: digest,
        /** Of the whole message's: header's form, divider, body. */
        content: digest,
        /** Of the message as it was retrieved, and of its body alone. */
        octets: z.int().min(0),
        body: z.int().min(0),
      }),
    )
    .min(1)
    .max(maxDeletions),
  sequential,
});
export type DeletionsRequest = z.infer<typeof deletionsRequest>;

/**
 * What became of one message. `sent`: proved, and DELE was accepted; provisional until a later listing lacks it.
 * `refused`: the server would not mark it. `mismatch`: another message has this UIDL. `not_unique`: several have.
 * `gone`: none has. `unproved`: neither TOP nor, within limits, RETR could prove it. `untried`: time was up, or the
 * session ended without QUIT.
 */
export type DeletionOutcome =
  | 'sent'
  | 'refused'
  | 'mismatch'
  | 'not_unique'
  | 'gone'
  | 'unproved'
  | 'untried';

/** `top`: headers that name their message, and the octets of the bodies, are equal. `content`: the whole message was retrieved, and is equal. */
export type DeletionProof = 'top' | 'content';

export interface DeletionResult {
  uidl: string;
  outcome: DeletionOutcome;
  /** With `sent`. */
  proof?: DeletionProof;
}

export interface DeletionsAnswer {
  /** In the order asked for. */
  results: DeletionResult[];
  /** `inconsistent`: STAT, UIDL and LIST disagreed, and so nothing was tried. */
  listing: 'consistent' | 'inconsistent';
  /**
   * How the session ended. `quit`: +OK. `refused` (-ERR) and `lost` (no answer): some of what was sent, or none, is
   * gone (RFC 1939 §6). `dropped`: without QUIT, so that nothing is.
   */
  ended: 'quit' | 'refused' | 'lost' | 'dropped';
}

/** `POST /api/accounts/{account}/images`: answered with the picture's octets, of a type that pictures.ts knows. */
export const imagesRequest = z.strictObject({
  /** As `pictureAddress` writes it, and in no other way. */
  address: z
    .string()
    .max(maxAddressLength)
    .refine((address) => pictureAddress(address) === address, { error: 'must be the address of a picture' }),
});
export type ImagesRequest = z.infer<typeof imagesRequest>;

/** `POST /api/accounts/{account}/unsubscribe`: one click by RFC 8058. */
export const unsubscribeRequest = z.strictObject({
  address: z
    .string()
    .max(maxAddressLength)
    .refine((address) => pictureAddress(address) === address, { error: 'must be an https address' }),
});
export type UnsubscribeRequest = z.infer<typeof unsubscribeRequest>;
export interface UnsubscribeAnswer {
  /** The list's server took it. */
  accepted: boolean;
}

/** `GET /api/health` */
export interface HealthAnswer {
  status: 'ok';
  version: string;
}

/** `GET /api/health/ready`: 200, or 503 on the way down. */
export interface ReadyAnswer {
  status: 'ready' | 'draining';
}

/** `GET /api/demo`: the sample account where the bridge runs as a demonstration, null elsewhere. */
export interface DemoAnswer {
  address: string;
  username: string;
  password: string;
  host: string;
  port: number;
  security: Security;
}
