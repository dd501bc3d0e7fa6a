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
      [
        'program',
        'exe msi bat cmd com scr ps1 vbs js jse wsf jar apk app dmg pkg deb rpm sh lnk iso img hta docm xlsm pptm',
      ],
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
  [/^text\/calendar$/, 'calendar'],
  [/vcard/, 'contact'],
  [/^message\//, 'mail'],
  [/^text\/html$|xhtml/, 'web'],
  [/^text\//, 'text'],
];

/** The extension decides, because it is what the system will open the file by; the declared type helps out. */
export function kindOf(name: string, type: string): Kind {
  const extension = /\.([a-z0-9]+)$/i.exec(name.trim())?.[1]?.toLowerCase() ?? '';
  const known = Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  return known ?? byType.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
}
