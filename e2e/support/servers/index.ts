import { courier } from './courier';
import { cyrus } from './cyrus';
import { dovecot } from './dovecot';
import { mailutils } from './mailutils';
import { popa3d } from './popa3d';
import type { Launcher } from './server';
import { solidPop3d } from './solidPop3d';

/** Every real POP3 server that the tests can run. */
export const launchers: readonly Launcher[] = [dovecot, courier, cyrus, mailutils, popa3d, solidPop3d];
