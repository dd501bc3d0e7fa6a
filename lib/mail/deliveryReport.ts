import type { Attachment } from './types';

/** What became of a message on its way to one recipient (RFC 3464). */
export interface Delivery {
  address: string;
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** Why, as far as the code tells (RFC 3463): keys of the interface's words. */
  reason: 'unknown' | 'full' | 'large' | 'refused' | 'unreachable' | 'other';
  /** The server's own words, one line. */
  said: string;
}

/** Reports name one recipient, or a few; a list's may name hundreds. */
const maxRecipients = 50;

/** Reads the report's part of a message; empty where there is none, or where it names nobody. */
export function deliveriesOf(attachments: readonly Pick<Attachment, 'type' | 'bytes'>[]): Delivery[] {
  const part = attachments.find(({ type }) => type === 'message/delivery-status');
  if (!part) return [];
  const text = new TextDecoder().decode(part.bytes.subarray(0, 200_000));
  // The first group is about the message; each of the others about a recipient (§2.1).
  const groups = text.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/);
  return groups.map(fieldsOf).flatMap(deliveryOf).slice(0, maxRecipients);
}

function fieldsOf(group: string): ReadonlyMap<string, string> {
  const unfolded = group.replace(/\n[ \t]+/g, ' ');
  return new Map(
    unfolded.split('\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1
        ? []
        : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
    }),
  );
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

function deliveryOf(fields: ReadonlyMap<string, string>): Delivery[] {
  const recipient = fields.get('original-recipient') ?? fields.get('final-recipient');
  const action = actions.find((known) => known === fields.get('action')?.toLowerCase().split(/[\s(]/)[0]);
  if (recipient === undefined || !action) return [];
  return [
    {
      address: behindType(recipient).replace(/^<|>$/g, '').slice(0, 320),
      action,
      reason: reasonOf(/\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? ''),
      said: behindType(fields.get('diagnostic-code') ?? '')
        .replace(/\s+/g, ' ')
        .slice(0, 500),
    },
  ];
}

/** `rfc822; ada@lindgren.example` without its type. */
const behindType = (value: string) => value.slice(value.indexOf(';') + 1).trim();

function reasonOf(status: string): Delivery['reason'] {
  const detail = status.slice(2);
  if (/^1\.[0-36]$|^1\.10$/.test(detail)) return 'unknown';
  if (detail === '2.2' || detail === '3.1') return 'full';
  if (detail === '2.3' || detail === '3.4') return 'large';
  if (/^7\./.test(detail) || detail === '2.1') return 'refused';
  return /^4\./.test(detail) ? 'unreachable' : 'other';
}
