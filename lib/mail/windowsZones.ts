/**
 * What Windows calls the zones (CLDR, windowsZones, territory 001), in lower case and without its "Standard Time": the
 * calendars of Outlook and Exchange name them so.
 */
const zones: Readonly<Record<string, string>> = {
  ...{ utc: 'UTC', 'tzone://microsoft/utc': 'UTC', dateline: 'Etc/GMT+12' },
  ...{ aleutian: 'America/Adak', hawaiian: 'Pacific/Honolulu', alaskan: 'America/Anchorage' },
  ...{ pacific: 'America/Los_Angeles', 'pacific (mexico)': 'America/Tijuana' },
  ...{
    mountain: 'America/Denver',
    'us mountain': 'America/Phoenix',
    'mountain (mexico)': 'America/Mazatlan',
  },
  ...{ yukon: 'America/Whitehorse', central: 'America/Chicago', 'central (mexico)': 'America/Mexico_City' },
  ...{ 'central america': 'America/Guatemala', 'canada central': 'America/Regina' },
  ...{
    eastern: 'America/New_York',
    'us eastern': 'America/Indianapolis',
    'eastern (mexico)': 'America/Cancun',
  },
  ...{ 'sa pacific': 'America/Bogota', haiti: 'America/Port-au-Prince', cuba: 'America/Havana' },
  ...{ atlantic: 'America/Halifax', venezuela: 'America/Caracas', paraguay: 'America/Asuncion' },
  ...{
    'sa western': 'America/La_Paz',
    'central brazilian': 'America/Cuiaba',
    'pacific sa': 'America/Santiago',
  },
  ...{ newfoundland: 'America/St_Johns', 'e. south america': 'America/Sao_Paulo', bahia: 'America/Bahia' },
  ...{ 'sa eastern': 'America/Cayenne', argentina: 'America/Buenos_Aires', montevideo: 'America/Montevideo' },
  ...{ greenland: 'America/Godthab', azores: 'Atlantic/Azores', 'cape verde': 'Atlantic/Cape_Verde' },
  ...{ gmt: 'Europe/London', greenwich: 'Atlantic/Reykjavik', morocco: 'Africa/Casablanca' },
  ...{ 'w. europe': 'Europe/Berlin', 'central europe': 'Europe/Budapest', romance: 'Europe/Paris' },
  ...{ 'central european': 'Europe/Warsaw', 'w. central africa': 'Africa/Lagos', namibia: 'Africa/Windhoek' },
  ...{
    gtb: 'Europe/Bucharest',
    'e. europe': 'Europe/Chisinau',
    fle: 'Europe/Kiev',
    turkey: 'Europe/Istanbul',
  },
  ...{ jordan: 'Asia/Amman', 'middle east': 'Asia/Beirut', egypt: 'Africa/Cairo', syria: 'Asia/Damascus' },
  ...{ israel: 'Asia/Jerusalem', 'west bank': 'Asia/Hebron', 'south africa': 'Africa/Johannesburg' },
  ...{ sudan: 'Africa/Khartoum', libya: 'Africa/Tripoli', 'e. africa': 'Africa/Nairobi' },
  ...{ kaliningrad: 'Europe/Kaliningrad', belarus: 'Europe/Minsk', russian: 'Europe/Moscow' },
  ...{ arabic: 'Asia/Baghdad', arab: 'Asia/Riyadh', arabian: 'Asia/Dubai', iran: 'Asia/Tehran' },
  ...{ azerbaijan: 'Asia/Baku', georgian: 'Asia/Tbilisi', caucasus: 'Asia/Yerevan' },
  ...{ mauritius: 'Indian/Mauritius', afghanistan: 'Asia/Kabul', 'russia time zone 3': 'Europe/Samara' },
  ...{ 'west asia': 'Asia/Tashkent', ekaterinburg: 'Asia/Yekaterinburg', pakistan: 'Asia/Karachi' },
  ...{ india: 'Asia/Calcutta', 'sri lanka': 'Asia/Colombo', nepal: 'Asia/Katmandu' },
  ...{ bangladesh: 'Asia/Dhaka', omsk: 'Asia/Omsk', myanmar: 'Asia/Rangoon', 'se asia': 'Asia/Bangkok' },
  ...{ 'north asia': 'Asia/Krasnoyarsk', 'n. central asia': 'Asia/Novosibirsk', china: 'Asia/Shanghai' },
  ...{ 'north asia east': 'Asia/Irkutsk', singapore: 'Asia/Singapore', taipei: 'Asia/Taipei' },
  ...{ ulaanbaatar: 'Asia/Ulaanbaatar', tokyo: 'Asia/Tokyo', korea: 'Asia/Seoul', yakutsk: 'Asia/Yakutsk' },
  ...{ 'w. australia': 'Australia/Perth', 'cen. australia': 'Australia/Adelaide' },
  ...{ 'aus central': 'Australia/Darwin', 'e. australia': 'Australia/Brisbane' },
  ...{
    'aus eastern': 'Australia/Sydney',
    tasmania: 'Australia/Hobart',
    'west pacific': 'Pacific/Port_Moresby',
  },
  ...{ vladivostok: 'Asia/Vladivostok', 'central pacific': 'Pacific/Guadalcanal', magadan: 'Asia/Magadan' },
  ...{
    'new zealand': 'Pacific/Auckland',
    fiji: 'Pacific/Fiji',
    tonga: 'Pacific/Tongatapu',
    samoa: 'Pacific/Apia',
  },
};

/** The name that browsers know for a zone of Windows; null for what is none of these. */
export function windowsZone(name: string): string | null {
  const key = name
    .toLowerCase()
    .replace(/ (?:standard|daylight|summer) time\b/, '')
    .trim();
  return Object.hasOwn(zones, key) ? (zones[key] ?? null) : null;
}
