import { frameTortures } from './frames';
import { parserTortures } from './parsers';
import { readerTortures } from './readers';
import { saslTortures } from './sasl';
import { sessionTortures } from './sessions';
import type { Torture } from './torture';

/** All that fuzzes the POP3 engine and the frames. */
export const tortures: readonly Torture[] = [
  ...readerTortures,
  ...parserTortures,
  ...saslTortures,
  ...sessionTortures,
  ...frameTortures,
];
