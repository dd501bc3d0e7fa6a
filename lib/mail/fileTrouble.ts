import { isEncrypted } from './encrypted';
import { fileContent, hasMacros } from './fileContent';
import { fileName } from './fileName';

/**
 * Why an attachment wants care: `program` it runs when it is opened; `web` a page, which can imitate a sign-in;
 * `macros` a document that can run something, by its name or by what is in it; `disguised` its name makes it look like
 * another kind; `encrypted` an archive or a document that no scanner could look into.
 */
export type FileKind = 'program' | 'web' | 'macros' | 'disguised' | 'encrypted';

const extensionsOf = (text: string) => new Set(text.split(' '));
/**
 * What runs, or makes the system do something, when it is opened: what Outlook and Gmail block, and its like on other systems,
 * but for what people send one another in good faith (sources of programs, certificates, drafts of pages, MATLAB's data,
 * archives of mail, and `tmp`).
 */
export const programs = extensionsOf(
  'exe com scr pif bat cmd msi msp msix appx appxbundle cpl dll hta js jse mjs vbs vbe wsf wsh ps1 psm1 jar apk app ' +
    'command dmg pkg deb rpm sh run lnk url desktop webloc scf reg inf chm hlp iso img vhd vhdx one onepkg xll gadget ' +
    'application settingcontent-ms library-ms search-ms terminal workflow action ade adp appcontent-ms appref-ms bgi ' +
    'cab csh deskthemepack dex diagcab diagcfg diagpkg drv ex_ fxp hpj htc iqy isp jnlp ksh mcf mde mobileconfig mpkg ' +
    'msc msh msh1 msh1xml msh2 msh2xml mshxml msixbundle mst msu ocx osd prf printerexport ps1xml ps2 ps2xml psc1 psc2 ' +
    'psd1 psdm1 pyw pyz pyzw rdp scpt scptd sct searchconnector-ms shb shs sys theme themepack udl vb vbp vsmacros vsto ' +
    'vsw vxd webpnp website wim ws wsb wsc xapk xbap xnk appimage flatpakref snap ' +
    'asx cdxml cnt grp ins its job mad maf mag mam maq mar mas mau mav maw mda mdt mdw mdz ops pcd plg prg pssc crx htt inx ' +
    'isu ppkg udf wll',
);
const pages = extensionsOf('htm html xhtml xht shtml svg svgz mht mhtml xsl xslt');
const macros = extensionsOf(
  'docm dotm xlsm xltm xlam xla xlm xlsb slk pptm potm ppam ppa ppsm sldm accdb mdb',
);
/** What people take for harmless, in front of another extension. */
const harmless = /\.(?:pdf|docx?|xlsx?|pptx?|txt|jpe?g|png|gif|mp[34]|csv|zip|rtf|odt|html?)$/i;

/**
 * Judges an attachment by the name that it came with, its declared type and its octets.
 *
 * @returns null where nothing speaks against it
 */
export function fileTrouble(name: string, type: string, bytes: Uint8Array): FileKind | null {
  const clean = fileName(name, type, bytes);
  const { stem, extension } = parts(clean);
  const content = fileContent(bytes);
  const runs = programs.has(extension) || content === 'program';
  if (runs && (!programs.has(extension) || harmless.test(stem.trimEnd()))) return 'disguised';
  // What is not seen, or letters of another script in an extension of Latin ones.
  if (mixedExtension.test(extension) || /[\u202a-\u202e\u2066-\u2069]/.test(name)) return 'disguised';
  if (runs) return 'program';
  if (
    content === 'html' ||
    content === 'svg' ||
    pages.has(extension) ||
    (extension === '' && /html|svg/.test(type))
  ) {
    if (!pages.has(extension) && extension !== '') return textual.has(extension) ? null : 'disguised';
    if (harmless.test(stem)) return 'disguised';
    return opaquePages.has(extension) || active.test(textOf(bytes)) ? 'web' : null;
  }
  if (macros.has(extension) || hasMacros(bytes)) return 'macros';
  return isEncrypted(bytes) ? 'encrypted' : null;
}

/** Pages that cannot be looked into here: packed, or put together by the program that opens them. */
const opaquePages = extensionsOf('svgz mht mhtml xsl xslt');
/** What makes a page more than something to look at. */
const active =
  /<(?:script|form|iframe|object|embed|input|meta[^>]{0,200}refresh)|\son[a-z]{3,20}\s*=|javascript:/i;
const mixedExtension = /(?=.*\p{Script=Latin})(?=.*[\p{Script=Cyrillic}\p{Script=Greek}])/u;

const textOf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes.subarray(0, 1024 * 1024));

/** Files that may well begin with a tag: text to whatever opens them, or what old programs export as tables. */
const textual = extensionsOf('doc xls txt md xml eml log csv json php asp jsp css vcf ics text patch diff');

function parts(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.');
  return dot < 0
    ? { stem: name, extension: '' }
    : {
        stem: name.slice(0, dot),
        extension: name
          .slice(dot + 1)
          .trim()
          .toLowerCase(),
      };
}
