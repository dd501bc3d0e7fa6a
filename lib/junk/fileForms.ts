import { fileTrouble } from '@/lib/mail/fileTrouble';
import type { Attachment } from '@/lib/mail/types';
import { type FileForm, fileForms } from './names';

const key =
  /\b(?:pass-?(?:word|code|phrase)?|pwd|pin|kennwort|passwort|contraseña|mot de passe|parola|şifre|wachtwoord|hasło|пароль)\b|密码|パスワード/iu;

/**
 * What is odd about attachments: it runs, is locked or disguised, or is all there is (OLEVBMACRO, rspamd's MIME_BAD_*).
 *
 * @param words what the message says itself
 */
export function fileFormsOf(files: readonly Attachment[], words: string): FileForm[] {
  const kinds = new Set(files.map(({ name, type, bytes }) => fileTrouble(name, type, bytes)));
  const is: Record<FileForm, boolean> = {
    macroFile: kinds.has('macros'),
    riskyFile: kinds.has('program') || kinds.has('disguised') || kinds.has('web'),
    lockedFile: kinds.has('encrypted'),
    // Locked for nobody but those who look for harm in it (OLEMACRO_ENCRYPTED)
    keyGiven: kinds.has('encrypted') && key.test(words),
    // An invitation or a card says what it is.
    fileAlone:
      words.trim().length < 40 && files.some(({ type }) => !/^text\/(?:calendar|vcard|x-vcard)$/.test(type)),
  };
  return fileForms.filter((form) => is[form]);
}
