/** Somebody who writes to Ada, with the zone that the Date headers of their mail are in. */
export interface Person {
  name: string;
  address: string;
  /** As in a Date header: `+0100`. */
  zone: string;
  /** What they write with, as the User-Agent or X-Mailer header tells. */
  mailer?: string;
}

const person = (name: string, address: string, zone = '+0100', mailer?: string): Person =>
  mailer ? { name, address, zone, mailer } : { name, address, zone };

export const ada = person('Ada Lindgren', 'ada@lindgren.example', '+0100', 'Postbag');

// The kiln
export const mira = person('Mira Okafor', 'mira@kiln.example', '+0100', 'Clay Mail 4.1');
export const bernd = person(
  'Bernd Vogelsang',
  'bernd@vogelsang.example',
  '+0100',
  'Brieftaube 2.0 (Windows; de)',
);
export const suda = person('Suda Rattanakorn', 'suda@kiln.example', '+0700');
export const kiln = person('Kiln Street Studio', 'office@kiln.example', '+0100');

// The choir
export const tenors = person('Tenor section', 'tenors@lists.harbourchoir.example', '+0100');
export const henrik = person('Henrik Aalto', 'henrik@harbourchoir.example', '+0200', 'Postilion 7');
export const piotr = person('Piotr Zieliński', 'piotr.zielinski@post.example', '+0100');
export const tomas = person('Tomás Herrera', 'tomas@herrera.example', '+0100', 'Palomar/3.3');
export const gwen = person('Gwen Pryce', 'gwen@pryce.example', '+0000', 'Alpine 2.26');
export const ayse = person('Ayşe Yılmaz', 'ayse@sahne.example', '+0300');

// The museum
export const xiaoming = person('王小明', 'wang.xiaoming@photo.example', '+0800', 'Feige Mail 6');
export const ines = person('Inès Carpentier', 'ines@smallthings.example', '+0100');
export const museum = person('Museum of Small Things', 'letter@smallthings.example', '+0100');
export const kato = person('加藤 由美', 'kato@chawan.example', '+0900', 'Hato Mail 5.2');
export const chen = person('陳美玲', 'meiling@yingge.example', '+0800');
export const seoyeon = person('김서연', 'seoyeon@moonjar.example', '+0900');
export const elena = person('Елена Петрова', 'elena@farfor.example', '+0300', 'Golub 1.9');
export const nikos = person('Νίκος Παπαδάκης', 'nikos@elia.example', '+0200');
export const layla = person('ليلى حداد', 'layla@khatt.example', '+0200');
export const noa = person('נועה לוי', 'noa@kadarut.example', '+0200');
export const gabor = person('Gábor Fekete', 'gabor@fekete.example', '+0100');

// Home
export const jonas = person('Jonas Lindgren', 'jonas@lindgren.example', '+0100', 'Postbag');
export const karl = person('Karl Lindgren', 'karl@lindgren.example', '+0100');
export const priya = person('Priya Raman', 'priya@raman.example', '+0530');
export const june = person('June Whitaker', 'june@whitaker.example', '-0500');
export const rosa = person('Rosa Delgado', 'rosa@delgado.example', '-0300');
export const house = person('Pier Street 14', 'house@pierstreet14.example', '+0100');

// Those who never sleep
export const bank = person('Nordbanken', 'post@nordbanken.example', '+0100');
export const fieldPost = person('The Field Post', 'issues@fieldpost.example', '+0000');
export const slowTrains = person('Slow Trains Weekly', 'hello@slowtrains.example', '+0100');
export const bookshop = person('Lantern & Page', 'shop@lanternandpage.example', '+0000');
export const clayShop = person('Earth & Ash Supplies', 'orders@earthandash.example', '+0100');
export const bakery = person('The Night Baker', 'bread@nightbaker.example', '+0100');
export const rail = person('Kustbanan', 'tickets@kustbanan.example', '+0100');
export const parcel = person('Parcel Heron', 'notice@parcelheron.example', '+0100');
export const library = person('Harbour Library', 'desk@library.example', '+0100');
export const forum = person('Glaze Forum', 'noreply@glazeforum.example', '+0000');
export const lists = person('Ash Glazes list', 'ashglaze@lists.potters.example', '+0000');
export const fair = person('Harbour Winter Fair', 'fair@harbourtown.example', '+0100');
