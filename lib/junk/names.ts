/**
 * The names of all that the filter knows of a message's make and talk. Each has a sentence in the catalogue (`junk.form`,
 * `junk.trade`), so that a verdict can be explained; nothing else stands here, because the page reads it.
 */

/** How it is made, whatever it says. */
export const bodyForms = [
  ...[
    'notToMe',
    'toNobody',
    'toMany',
    'reply',
    'replyElsewhere',
    'noSubject',
    'noDate',
    'noId',
    'idElsewhere',
  ],
  ...['loudSubject', 'exclaims', 'money', 'urgent', 'bulk', 'leave'],
  ...['htmlOnly', 'picturesOnly', 'tiny', 'unseen', 'form', 'script', 'noText', 'manyLinks'],
  ...['files', 'joiners', 'broken', 'testString', 'disguised'],
] as const;
export type BodyForm = (typeof bodyForms)[number];

export const headForms = [
  ...['badDate', 'dateOff', 'badId', 'badFrom', 'twice', 'sentByOther', 'nameElsewhere', 'digits', 'padded'],
  ...['nameless', 'freeReply', 'sameReply', 'oddCharset', 'eightBit', 'noMime'],
  ...['unspeakable', 'brand', 'numbered', 'advert', 'unfilled'],
] as const;
export type HeadForm = (typeof headForms)[number];

export const relayForms = ['relayElsewhere', 'idOfAnother', 'bareRelay'] as const;
export type RelayForm = (typeof relayForms)[number];

export const linkForms = [
  ...[
    'numericLink',
    'userLink',
    'elsewhereLink',
    'oddLink',
    'shortLink',
    'cheapEnding',
    'brokenScheme',
    'bareLink',
  ],
] as const;
export type LinkForm = (typeof linkForms)[number];

export const fileForms = ['macroFile', 'riskyFile', 'lockedFile', 'keyGiven', 'fileAlone'] as const;
export type FileForm = (typeof fileForms)[number];

export const forms = [...bodyForms, ...headForms, ...relayForms, ...linkForms, ...fileForms] as const;
export type Form = (typeof forms)[number];

/** What it sells or wants (lib/junk/phrases.ts). */
export const trades = [
  ...['fortune', 'medicine', 'credit', 'prize', 'removal', 'adult', 'copies', 'ranking', 'account', 'threat'],
  ...['stranger', 'offer', 'supplier'],
] as const;
export type Trade = (typeof trades)[number];
