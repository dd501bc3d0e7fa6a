import type { Problem } from './errors';
import { toProblem } from './readProblem';

/**
 * What the connection doctor finds out, as its route tells it: a JSON object a line, as soon as there is something to
 * tell; empty lines say that the bridge is still there.
 */

/** In the order in which they are looked at; with STARTTLS the greeting comes before `tls`. */
export const doctorChecks = [
  'name',
  'connection',
  'tls',
  'greeting',
  'capabilities',
  'login',
  'maildrop',
  'uidl',
  'top',
  'pipelining',
  'roundTrip',
] as const;
export type DoctorCheck = (typeof doctorChecks)[number];

/** The POP3 server, and the one for sending. */
export const doctorSides = ['incoming', 'outgoing'] as const;
export type DoctorSide = (typeof doctorSides)[number];

/** `odd`: works, or can be done without, and is not as it should be. `left`: not looked at; a note says why. */
export const doctorStates = ['good', 'odd', 'failed', 'left'] as const;
export type DoctorState = (typeof doctorStates)[number];

/**
 * What is to be said of a check beside its facts. `no_password`: none was given, so nobody signs in. `other_provider`: the
 * password is for the POP3 server's provider alone. `nothing_to_try`: an empty mailbox, or nothing is announced.
 * `no_capa`: the server does not say what it can do. `unannounced`: works without having been announced. `not_announced`:
 * neither announced nor needed. `refused`: announced, and refused. `breaks`: announced, and the session broke under it.
 * `pinned`: not valid by itself; it is the one that was pinned.
 */
export const doctorNotes = [
  'no_password',
  'other_provider',
  'nothing_to_try',
  'no_capa',
  'unannounced',
  'not_announced',
  'refused',
  'breaks',
  'pinned',
] as const;
export type DoctorNote = (typeof doctorNotes)[number];

/** A certificate as a server showed it. */
export interface ShownCertificate {
  subject: string;
  issuer: string;
  /** The names for which it holds, at most twenty. */
  names: string[];
  /** ms since 1970 */
  from: number;
  until: number;
  /** SHA-256, 64 small hexadecimal digits. */
  fingerprint: string;
  /** Who signed it, who signed that, and so on, as the server showed it. */
  chain: string[];
  /** It holds by the authorities, for the server's name. */
  valid: boolean;
  /** It does not hold, and the operator lets accounts pin it. */
  mayPin: boolean;
}

export interface DoctorFacts {
  /** `name`: every answer of the name servers, in the order in which they are tried. */
  addresses?: string[];
  /** `connection`: the one that answered. */
  address?: string;
  /** `tls` */
  version?: string;
  cipher?: string;
  certificate?: ShownCertificate;
  /** `greeting`: the server's words. */
  words?: string;
  /** `capabilities`: as announced, a line each. */
  capabilities?: string[];
  /** `login`: how. */
  mechanism?: string;
  /** `maildrop`, octets; with days and seconds of EXPIRE and LOGIN-DELAY. */
  messages?: number;
  octets?: number;
  expire?: number | 'never';
  loginDelay?: number;
  /** `roundTrip`: of the quickest of a few, ms. */
  roundTrip?: number;
}

export interface DoctorRow {
  side: DoctorSide;
  check: DoctorCheck;
  state: DoctorState;
  ms: number;
  facts: DoctorFacts;
  note?: DoctorNote;
  /** With `failed`, and with `odd` where the server said why. */
  problem?: Problem;
}

export type DoctorEvent =
  | { kind: 'begin'; side: DoctorSide; check: DoctorCheck }
  /** In the place of an earlier one of the same side and check. */
  | ({ kind: 'row' } & DoctorRow)
  | { kind: 'over' };

/** A line of the answer; null: it is none that this page knows. By hand, as everything that the browser checks. */
export function toDoctorEvent(value: unknown): DoctorEvent | null {
  if (!isRecord(value)) return null;
  if (value.kind === 'over') return { kind: 'over' };
  const side = doctorSides.find((each) => each === value.side);
  const check = doctorChecks.find((each) => each === value.check);
  if (!side || !check) return null;
  if (value.kind === 'begin') return { kind: 'begin', side, check };
  const state = doctorStates.find((each) => each === value.state);
  if (value.kind !== 'row' || !state) return null;
  const note = doctorNotes.find((each) => each === value.note);
  const problem = toProblem(value.problem);
  return {
    kind: 'row',
    side,
    check,
    state,
    ms: isNumber(value.ms) ? value.ms : 0,
    facts: toFacts(value.facts),
    ...(note && { note }),
    ...(problem && { problem }),
  };
}

function toFacts(value: unknown): DoctorFacts {
  if (!isRecord(value)) return {};
  const facts: DoctorFacts = {};
  for (const name of ['addresses', 'capabilities'] as const) {
    const texts = value[name];
    if (isTexts(texts)) facts[name] = texts;
  }
  for (const name of ['address', 'version', 'cipher', 'words', 'mechanism'] as const) {
    const text = value[name];
    if (typeof text === 'string') facts[name] = text;
  }
  for (const name of ['messages', 'octets', 'loginDelay', 'roundTrip'] as const) {
    const number = value[name];
    if (isNumber(number)) facts[name] = number;
  }
  if (isNumber(value.expire) || value.expire === 'never') facts.expire = value.expire;
  const certificate = toCertificate(value.certificate);
  if (certificate) facts.certificate = certificate;
  return facts;
}

function toCertificate(value: unknown): ShownCertificate | null {
  if (!isRecord(value)) return null;
  const { subject, issuer, names, from, until, fingerprint, chain, valid, mayPin } = value;
  if (typeof subject !== 'string' || typeof issuer !== 'string' || !isTexts(names) || !isTexts(chain))
    return null;
  if (!isNumber(from) || !isNumber(until)) return null;
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]{64}$/.test(fingerprint)) return null;
  const known = { subject, issuer, names, from, until, fingerprint, chain };
  return { ...known, valid: valid === true, mayPin: mayPin === true };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
