import 'server-only';
import { readFileSync } from 'node:fs';

/** The version of the running bridge; it is always started in the project's folder. */
export const version: string = JSON.parse(readFileSync('package.json', 'utf8')).version;
