import { expect, test } from 'vitest';
import { kindOf } from './kinds';

test.each([
  ['glaze-order.xlsx', 'application/octet-stream', '', 'spreadsheet'],
  ['photo', 'image/jpeg', '', 'image'],
  ['invoice.pdf.exe', 'application/pdf', '', 'program'],
  ['x.constructor', 'text/plain', '', 'text'],
  ['', 'text/calendar', '', 'calendar'],
  ['', 'application/ics', '', 'calendar'],
  ['invite.ics', 'application/octet-stream', 'BEGIN:VCALENDAR', 'calendar'],
  ['blob', 'application/x-unheard-of', '', 'other'],
  ['README', 'application/octet-stream', 'Read me', 'text'],
  ['fix.patch', 'application/octet-stream', '--- a\xc3\xbc\n+++ b\n', 'text'],
  ['fix.patch', 'application/x-unheard-of', 'gr\xfcn und blau', 'text'],
  ['wide', 'application/octet-stream', '\xff\xfea\0b\0', 'text'],
  ['wide', 'application/octet-stream', 'a\0b\0', 'other'],
  ['noise', 'application/octet-stream', '\xfe\x80\x99\xa1ab', 'other'],
  ['song', 'application/octet-stream', '\xff\xf3\x84\xc4', 'audio'],
  ['blob', 'application/octet-stream', '%PDF-1.7', 'pdf'],
  ['invoice.pdf', 'application/pdf', 'PK\x03\x04', 'archive'],
  ['photo.jpg', 'image/jpeg', '<html>', 'web'],
  ['photo.jpg', 'image/jpeg', '\x7fELF', 'program'],
  ['plan.docx', '', 'PK\x03\x04', 'document'],
  ['sheet.xls', '', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'spreadsheet'],
  ['thesis', '', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'document'],
  ['table.xls', 'application/vnd.ms-excel', '<html><table>', 'spreadsheet'],
  ['tool.jar', '', 'PK\x03\x04', 'program'],
  ['IMG_1.HEIC', 'image/heic', '\0\0\0\x18ftypheic', 'image'],
])('%s (%s) of %j is a %s', (name, type, content, kind) => {
  expect(
    kindOf(
      name,
      type,
      Uint8Array.from(content, (letter) => letter.charCodeAt(0)),
    ),
  ).toBe(kind);
});
