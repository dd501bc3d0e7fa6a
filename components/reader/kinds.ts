import { type FileContent, fileContent, looksLikeText } from '@/lib/mail/fileContent';
import { programs } from '@/lib/mail/fileTrouble';

/** What an attachment is, in words that people know; keys of the catalogue's `kinds`. */
export type Kind =
  | 'image'
  | 'audio'
  | 'video'
  | 'pdf'
  | 'document'
  | 'spreadsheet'
  | 'slides'
  | 'archive'
  | 'calendar'
  | 'contact'
  | 'mail'
  | 'web'
  | 'program'
  | 'text'
  | 'other';

const byExtension: Record<string, Kind> = Object.fromEntries(
  (
    [
      ['image', 'png jpg jpeg gif webp avif heic bmp tif tiff svg ico'],
      ['audio', 'mp3 m4a ogg opus wav flac aac'],
      ['video', 'mp4 mov mkv webm avi m4v'],
      ['pdf', 'pdf'],
      ['document', 'doc docx odt rtf pages'],
      ['spreadsheet', 'xls xlsx ods csv numbers'],
      ['slides', 'ppt pptx odp key'],
      ['archive', 'zip gz tgz bz2 xz 7z rar tar'],
      ['calendar', 'ics'],
      ['contact', 'vcf'],
      ['mail', 'eml msg mbox'],
      ['web', 'htm html xhtml mht'],
      // Documents that can run something are programs to those who look at them.
      ['program', `docm xlsm pptm ${[...programs].join(' ')}`],
      ['text', 'txt md log json xml yaml yml'],
    ] as const
  ).flatMap(([kind, extensions]) => extensions.split(' ').map((extension) => [extension, kind])),
);

const byType: readonly (readonly [RegExp, Kind])[] = [
  [/^image\//, 'image'],
  [/^audio\//, 'audio'],
  [/^video\//, 'video'],
  [/^application\/pdf$/, 'pdf'],
  [/wordprocessing|msword|opendocument\.text|rtf$/, 'document'],
  [/spreadsheet|ms-excel|^text\/csv$/, 'spreadsheet'],
  [/presentation|ms-powerpoint/, 'slides'],
  [/zip|compressed|x-tar|x-7z|x-rar/, 'archive'],
  [/^text\/calendar$|^application\/ics$/, 'calendar'],
  [/vcard/, 'contact'],
  [/^message\//, 'mail'],
  [/^text\/html$|xhtml/, 'web'],
  [/^text\//, 'text'],
];

const byContent: Partial<Record<FileContent, Kind>> = {
  ...{ png: 'image', jpeg: 'image', gif: 'image', webp: 'image', avif: 'image', heic: 'image', bmp: 'image' },
  ...{ svg: 'image', pdf: 'pdf', zip: 'archive', rar: 'archive', '7z': 'archive', gzip: 'archive' },
  ...{ program: 'program', html: 'web', rtf: 'document', ole: 'document' },
  ...{ mp3: 'audio', ogg: 'audio', wav: 'audio', flac: 'audio', m4a: 'audio', mp4: 'video', webm: 'video' },
};

const office = ['document', 'spreadsheet', 'slides', 'program'] as const satisfies readonly Kind[];
const text = ['text', 'spreadsheet', 'document', 'mail', 'web'] as const satisfies readonly Kind[];
/** Content in which several kinds of files come: which of them it is, the name says. */
const shared: Partial<Record<FileContent, readonly Kind[]>> = {
  zip: office,
  ole: [...office, 'mail'],
  html: text,
  svg: text,
  ogg: ['video'],
  webm: ['audio'],
};

/**
 * The octets decide. Where they say nothing, or only that it is one of several, the extension does, because it is what the
 * system will open the file by; the declared type helps out.
 */
export function kindOf(name: string, type: string, bytes: Uint8Array): Kind {
  const extension = /\.([a-z0-9]+)$/i.exec(name.trim())?.[1]?.toLowerCase() ?? '';
  const known = Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  const said = known ?? byType.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
  const content = fileContent(bytes);
  // Of what nobody has a name for, too: READMEs, patches, settings.
  if (content === null && said === 'other' && looksLikeText(bytes)) return 'text';
  const found = content === null ? undefined : byContent[content];
  return content === null || found === undefined || shared[content]?.includes(said) ? said : found;
}
