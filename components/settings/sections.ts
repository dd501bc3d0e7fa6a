import {
  CalendarClock,
  ChartColumn,
  CircleUser,
  Contact,
  HardDrive,
  ListFilter,
  RefreshCw,
  ScrollText,
  Server,
  ShieldQuestion,
  Stethoscope,
  SunMoon,
} from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { loader } from '@/components/shell/optional';
import type { AccountRecord } from '@/lib/store/records/account';

export interface SectionProps {
  /** The account that the section is about; null where there is none, and in sections about the whole device. */
  account: AccountRecord | null;
  accounts: readonly AccountRecord[];
}

interface Description {
  /** Stands in the address (`/mail?settings=ID`), in lower-case letters; its title is `settings.sections.ID`. */
  id: string;
  icon: ComponentType<{ 'aria-hidden': true }>;
  /** It is about one account: the frame lets one choose which, and hands it over. */
  perAccount?: boolean;
  /** Its code comes when it is opened. */
  load: () => Promise<ComponentType<SectionProps>>;
}

/** What a section consists of, its texts among it. */
export interface SectionCode {
  Component: ComponentType<SectionProps>;
  Texts: ComponentType<{ children: ReactNode }>;
}

const section = <const Given extends Description>(description: Given) => ({
  ...description,
  perAccount: description.perAccount ?? false,
  code: loader<SectionCode>(async () => {
    const [Component, { SectionTexts }] = await Promise.all([
      description.load(),
      import('@/components/i18n/SectionTexts'),
    ]);
    return { Component, Texts: SectionTexts };
  }),
});

/**
 * The sections of the settings in their order. A new one is a line here, a component in a file of its own (it gets
 * SectionProps, and need show neither title nor choice of account), its title in the catalogue under
 * `settings.sections`, and its texts in components/i18n/sections.json. A link to it: `openSettings(ID, ACCOUNT)` of components/shell/useRoute.
 */
export const sections = [
  section({
    id: 'appearance',
    icon: SunMoon,
    load: () => import('./Appearance').then(({ Appearance }) => Appearance),
  }),
  section({
    id: 'checking',
    icon: RefreshCw,
    load: () => import('./Checking').then(({ Checking }) => Checking),
  }),
  section({
    id: 'overview',
    icon: ChartColumn,
    load: () =>
      import('@/components/overview/OverviewSection').then(({ OverviewSection }) => OverviewSection),
  }),
  section({
    id: 'rules',
    icon: ListFilter,
    load: () => import('@/components/rules/RulesSection').then(({ RulesSection }) => RulesSection),
  }),
  section({
    id: 'junk',
    icon: ShieldQuestion,
    load: () => import('./junk/JunkSection').then(({ JunkSection }) => JunkSection),
  }),
  section({
    id: 'contacts',
    icon: Contact,
    load: () =>
      import('@/components/contacts/ContactsSection').then(({ ContactsSection }) => ContactsSection),
  }),
  section({
    id: 'keeping',
    icon: CalendarClock,
    load: () => import('./Keeping').then(({ Keeping }) => Keeping),
  }),
  section({
    id: 'account',
    icon: CircleUser,
    perAccount: true,
    load: () => import('./AccountLook').then(({ AccountLook }) => AccountLook),
  }),
  section({
    id: 'server',
    icon: Server,
    perAccount: true,
    load: () => import('./server/ServerSection').then(({ ServerSection }) => ServerSection),
  }),
  section({
    id: 'doctor',
    icon: Stethoscope,
    perAccount: true,
    load: () =>
      import('@/components/accounts/doctor/DoctorSection').then(({ DoctorSection }) => DoctorSection),
  }),
  section({
    id: 'bridge',
    icon: ScrollText,
    perAccount: true,
    load: () => import('./BridgeLog').then(({ BridgeLog }) => BridgeLog),
  }),
  section({
    id: 'storage',
    icon: HardDrive,
    load: () => import('@/components/copies/StorageSection').then(({ StorageSection }) => StorageSection),
  }),
] as const;

export type Section = (typeof sections)[number];

/** The section of an address; undefined for their list (`all`), and for what does not exist. */
export function sectionOf(id: string): Section | undefined {
  return sections.find((each) => each.id === id);
}
