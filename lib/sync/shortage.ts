import { plenty, type Shortage } from './manners';

/** What some browsers tell of the connection (Network Information API) and of the battery. */
interface Connection extends EventTarget {
  saveData?: boolean;
  type?: string;
}
interface Battery extends EventTarget {
  level: number;
  charging: boolean;
}
export interface Telling {
  connection?: Connection;
  getBattery?: () => Promise<Battery>;
}

/** Under this a battery that is not being charged is low. */
const lowLevel = 0.2;

/** `saveData` is the user's own word; a cellular connection is taken for one that is paid by what goes over it. */
export function isMetered({ saveData, type }: Pick<Connection, 'saveData' | 'type'>): boolean {
  return saveData === true || type === 'cellular';
}

export function isLow({ level, charging }: Pick<Battery, 'level' | 'charging'>): boolean {
  return !charging && level < lowLevel;
}

/** Tells what the device is short of, now and whenever it changes. Browsers that say nothing are short of nothing. */
export function watchShortage(navigator: Telling, changed: (shortage: Shortage) => void): void {
  let now = plenty;
  const change = (next: Partial<Shortage>) => {
    const before = now;
    now = { ...now, ...next };
    if (now.metered !== before.metered || now.lowBattery !== before.lowBattery) changed(now);
  };
  const { connection } = navigator;
  const metered = () => connection && change({ metered: isMetered(connection) });
  connection?.addEventListener('change', metered);
  metered();
  navigator.getBattery?.().then(
    (battery) => {
      const low = () => change({ lowBattery: isLow(battery) });
      battery.addEventListener('levelchange', low);
      battery.addEventListener('chargingchange', low);
      low();
    },
    // A page that may not ask is told nothing.
    () => {},
  );
}
