/**
 * The behaviours of the catalogue that no test covers, each with the reason. A number is here or in a test's name,
 * never in both; `covered.test.ts` holds that against 1 to 82.
 */
export const untested: Readonly<Record<number, string>> = {};

/** Of tested behaviours, the half that waits for a feature. */
export const halfTested: Readonly<Record<number, string>> = {
  32: 'The clock of the checks that LOGIN-DELAY sets is tested in lib/sync/engine.test.ts.',
  33: 'The growing pause between checks is tested in lib/sync/engine.test.ts.',
  60: 'UIDLs that change with every connection are said to be missing; such mail is not retrieved.',
};

/** Cases of the vector file that no test's name bears, each with the reason. */
export const untestedCases: Readonly<Record<string, string>> = {
  'PS-22':
    'Nested multiparts, endless headers, bombs: the parser’s matter, not the protocol’s; see lib/mail.',
};
