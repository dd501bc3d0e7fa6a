/**
 * Every limit of the bridge, each with its reason. Milliseconds unless said otherwise. Functions take the limits
 * that they use as an argument, so that tests can make them short; nothing here is read from the environment.
 */
export interface Limits {
  sessions: number;
  sessionsOfNetwork: number;
  sessionsAlways: number;
  streamsOfBrowser: number;
  queue: number;
  queueOfNetwork: number;
  patienceMs: number;
  shareMs: number;
  roomMs: number;
  attempts: AttemptLimits;
  refusalMs: number;
  connectMs: number;
  staggerMs: number;
  listingMs: number;
  signInListing: number;
  signInListingMs: number;
  leftOpenMs: number;
  leftOpen: number;
  leftOpenOfNetwork: number;
  budgetMs: number;
  idleMs: number;
  rateWindowMs: number;
  rateOctets: number;
  sessionMs: number;
  messageOctets: number;
  settlementMs: number;
  quitMs: number;
  expungeMs: number;
  proofHeaderOctets: number;
  namelessMost: number;
  proofOctets: number;
  readerMs: number;
  leaseMs: number;
  chunkOctets: number;
  queueOctets: number;
  flushMs: number;
  aliveMs: number;
  readAheadOctets: number;
  largeAnswerOctets: number;
  largeListing: number;
  largeListings: number;
  largeListingsOfNetwork: number;
  lookups: number;
  lookupsOfNetwork: number;
  lookupMs: number;
  otherFamilyMs: number;
  bodiesOctets: number;
  bodiesOctetsOfNetwork: number;
  smallBodyOctets: number;
  images: number;
  imagesOfAccount: number;
  imagesOfNetwork: number;
  imageMs: number;
  discovery: Pick<AttemptRule, 'free' | 'windowMs'>;
  examinations: Pick<AttemptRule, 'free' | 'windowMs'>;
  silenceMs: number;
  discoveryMs: number;
  discoveryPatienceMs: number;
  discoveryStepMs: number;
  providerMs: number;
  providerAsks: Pick<AttemptRule, 'free' | 'windowMs'>;
}

/** So many failed attempts in a window are free; then there are pauses, twice as long each time up to the longest. */
export interface AttemptRule {
  free: number;
  windowMs: number;
  pauseMs: number;
  mostMs: number;
}

/** What attempts.ts counts. */
export type AttemptLimits = Record<'pair' | 'network' | 'site' | 'host' | 'everything', AttemptRule>;

const hour = 3600_000;

export const limits: Limits = {
  /**
   * POP3 sessions of this process at a time: each may hold 1 MB (queue, chunk, read ahead), and another one of names where
   * 5,000 messages are asked for; all of them 200 to 400 MB.
   */
  sessions: 200,
  /**
   * One address: behind it may be a whole office, but never more than a third of all places, nor more than half as many
   * as are free: four addresses with streams that drip for hours leave 41 places to everybody else.
   */
  sessionsOfNetwork: 64,
  /** Those that one address may have however few are free. */
  sessionsAlways: 4,
  /** Streams of messages of one browser: HTTP/1.1 gives it six connections, and receipts must find one free. */
  streamsOfBrowser: 3,
  /** Requests that wait for a place, each with a body of some 100 KB at most. */
  queue: 400,
  /** Those of one address: the lines are served in turn, so that a long one delays nobody else. */
  queueOfNetwork: 100,
  /** Who has less than his share of the places and waits for so long, gets one of a stream that has more than its own. */
  patienceMs: 3_000,
  /** So long nobody is asked to make room: usual retrievals are over by themselves (budgetMs), and settled. */
  shareMs: 45_000,
  /** To end a message and to settle; then a stream that was asked to make room is cut. Less than leaseMs: somebody waits. */
  roomMs: 8_000,
  attempts: {
    /** A person mistypes a password a few times; five in a row are a reason to look for it. */
    pair: { free: 5, windowMs: hour, pauseMs: 30_000, mostMs: hour / 2 },
    /** Several people, or one who tries settings. After two hours of pauses some 30 guesses were made. */
    network: { free: 20, windowMs: 2 * hour, pauseMs: 15_000, mostMs: hour / 2 },
    /** Networks of one /48 are as cheap as addresses; an office with IPv6 is in one, too. */
    site: { free: 100, windowMs: 2 * hour, pauseMs: 15_000, mostMs: hour / 2 },
    /** A mail server that sees more than that from us takes us for an attacker, and shuts everybody out. */
    host: { free: 300, windowMs: hour / 6, pauseMs: 60_000, mostMs: 60_000 },
    /** Above what honest people mistype on a bridge of thousands. */
    everything: { free: 1_000, windowMs: hour / 6, pauseMs: 60_000, mostMs: 60_000 },
  },
  /**
   * Every target that policy forbids is answered after exactly this long, and a name has no longer to be resolved:
   * resolvers answer within a second, and a person who mistyped a name still waits.
   */
  refusalMs: 3_000,
  /** Name, connection, TLS, greeting and login together: busy servers answer late ([IN-USE] took Dovecot 11 s). */
  connectMs: 45_000,
  /** The next address is tried when one has not answered for so long (RFC 8305 says 250 ms, and 100 at least). */
  staggerMs: 300,
  /** STAT took 6.4 s and UIDL 3.9 MB on a maildrop of 100,000 messages. */
  listingMs: 90_000,
  /** Somebody waits for the sign-in: of a larger maildrop, or one that is not listed so soon, it says nothing. */
  signInListing: 20_000,
  signInListingMs: 3_000,
  /** A sign-in's session waits so long for the first messages to be asked for: a browser takes a moment, a phone a second or two. */
  leftOpenMs: 5_000,
  /** Those that wait at a time: a tenth of all places. Beyond it a session ends with its sign-in. */
  leftOpen: 20,
  /** Those of one network, or of the /48 around it: a person who adds his accounts, each of which waits for the one before. */
  leftOpenOfNetwork: 4,
  /** No further message is begun after this long, so that a request ends and its messages get settled. */
  budgetMs: 25_000,
  /** A server that says nothing for so long between messages is gone; some close idle sessions at 60 s themselves. */
  idleMs: 60_000,
  /** A message in flight goes on while 1 KB/s arrives, over windows of 30 s: POP3 cannot resume inside a message. */
  rateWindowMs: 30_000,
  rateOctets: 30_000,
  /** The largest message on a slow line (1 GiB at 1 Mbit/s is 2.4 hours); a drip over the minimum rate ends here. */
  sessionMs: 4 * 3600_000,
  /** 1 GiB: far above what mail servers accept; a message that never ends stops here. */
  messageOctets: 1024 ** 3,
  /** How long the receipt is waited for; a browser commits in well under a second, a phone under load in a few. */
  settlementMs: 60_000,
  /** QUIT is a courtesy where nothing was deleted: its answer is not waited for longer. */
  quitMs: 10_000,
  /** Where messages were marked, QUIT removes them before it answers: hundreds of files on a busy disk. */
  expungeMs: 60_000,
  /** A header that is longer proves nothing by TOP; real ones have some kilobytes. */
  proofHeaderOctets: 1024 ** 2,
  /** Messages without a UIDL of their own are named by their headers: some kilobytes each, in every listing. */
  namelessMost: 1_000,
  /** No message that is larger is retrieved for a proof: it would be on its way for minutes, to be thrown away. */
  proofOctets: 64 * 1024 ** 2,
  /** A reader that takes nothing for so long is a frozen tab or an attack (a tab's own watchdog fires at 20 s). */
  readerMs: 60_000,
  /** In line for the maildrop (one POP3 session each) and for a place, together. */
  leaseMs: 30_000,
  /** Chunks of 64-256 KB gave 95-244 MB/s through a route handler. */
  chunkOctets: 256 * 1024,
  /** At most so much waits for the browser; then the mail server's socket is no longer read. */
  queueOctets: 512 * 1024,
  /** No byte waits for a fuller chunk longer than this: a small first message arrives at once. */
  flushMs: 5,
  /** A silent mail server is no dead bridge: the browser, which gives a stream up after 20 s, hears of us before. */
  aliveMs: 8_000,
  /** What a socket may have delivered without being asked. */
  readAheadOctets: 256 * 1024,
  /** An answer from so many octets on is given piece by piece, as the browser takes it: a usual one is sent and forgotten. */
  largeAnswerOctets: 256 * 1024,
  /** Messages from which on a listing of all of them is a large one: some 10 MB while it is read and answered. */
  largeListing: 20_000,
  /** Large ones at a time, until the browser has the answer: 100,000 real UIDLs take 60 MB, the most that may be 150 MB. */
  largeListings: 4,
  /** Those of one network, or of the /48 around it. */
  largeListingsOfNetwork: 1,
  /** Names that are being resolved, each with a socket of its own; most take some milliseconds. */
  lookups: 512,
  /** Those of one network, or of the /48 around it. The same name for several counts once. */
  lookupsOfNetwork: 32,
  /** Less than a refusal takes, so that nobody is left waiting behind it. Two tries, 1.2 s apart, fit in. */
  lookupMs: 2_800,
  /** For the second family, once the first has answered. */
  otherFamilyMs: 400,
  /** Bodies of requests in memory, all together: 600 retrievals (places and queue) of usual ones, of 100 KB. */
  bodiesOctets: 64 * 1024 ** 2,
  /** Those of one network, or of the /48 around it: an office at its limits of places and queue. */
  bodiesOctetsOfNetwork: 16 * 1024 ** 2,
  /** Who has nothing else here may send so much always: any sign-in, any check. */
  smallBodyOctets: 64 * 1024,
  /** Pictures of this process at a time: each may hold 10 MiB until it is judged. A browser asks for two at a time. */
  images: 32,
  imagesOfAccount: 4,
  /** Of one address, whatever accounts it has made up: two of its people at a time. */
  imagesOfNetwork: 8,
  /** Name, connection, redirects and octets of one picture together: nobody waits longer for one. */
  imageMs: 20_000,
  /** Searches for settings of one network: a person who mistypes an address, and an office that moves to Postbag. */
  discovery: { free: 30, windowMs: hour / 6 },
  /** Examinations of one network: each failed sign-in begins one by itself. */
  examinations: { free: 40, windowMs: hour / 6 },
  /** A server that has not greeted by then may be waiting for TLS: most greet at once, busy ones take ten seconds. */
  silenceMs: 5_000,
  /** One search altogether: somebody waits who could look his settings up meanwhile. */
  discoveryMs: 10_000,
  /** After this long the best that is known then is taken: the more trustworthy say nothing mostly. */
  discoveryPatienceMs: 1_500,
  /** One file, or one server that is tried. A refusal takes `refusalMs` of it. */
  discoveryStepMs: 5_000,
  /** A question to a provider of sign-ins: Google's and Microsoft's answer within a second. */
  providerMs: 15_000,
  /** Questions to providers from one network: an office whose hundred accounts renew their access within the hour. */
  providerAsks: { free: 120, windowMs: hour / 6 },
};

/** Lines of UIDL in a maildrop that STAT calls empty: there should be none, and there may be a few. */
export const uidlLinesOfEmptyMaildrop = 10;

/** Bodies of requests, in bytes. A UIDL of 1,024 octets takes up to 6 KB as JSON; usual ones take 30 bytes. */
export const bodyLimits = {
  /** With up to 50 UIDLs of stored messages. */
  accounts: 64 * 1024,
  listing: 16 * 1024,
  messages: 4 * 1024 ** 2,
  settlement: 4 * 1024 ** 2,
  deletions: 4 * 1024 ** 2,
  images: 32 * 1024,
  discovery: 16 * 1024,
  oauth: 16 * 1024,
  doctor: 16 * 1024,
};

/**
 * Lives of a sealed session in seconds, with "keep me signed in" and without (then the cookie ends with the browser,
 * too). `idle`: without use it ends after this; use renews it, so that nobody who reads his mail is signed out.
 * `bound`: it ends after this all the same. Whoever stole cookie and K renews them as well as their owner does, and a
 * mailbox's password may never change: once a year it is asked for. `renew`: not more often than this, since a
 * renewal is a cookie more in an answer, and a day more or less is nothing to somebody who is idle for a month.
 */
export const sealSeconds = {
  keep: { idle: 30 * 24 * 3600, bound: 365 * 24 * 3600, renew: 24 * 3600 },
  session: { idle: 12 * 3600, bound: 7 * 24 * 3600, renew: 1800 },
};

/** A sign-in at a provider, from its beginning to the way back: with a second factor, and an app that has to be found. */
export const consentSeconds = 600;

/** Browsers refuse cookies over 4,096 bytes, attributes included. */
export const cookieOctets = 4096;
