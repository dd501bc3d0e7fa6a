import type doctor from './doctor.json';
import type en from './en.json';
import type organising from './organising.json';
import type reading from './reading.json';
import type sections from './sections.json';
import type setup from './setup.json';

declare module 'next-intl' {
  interface AppConfig {
    Locale: 'en';
    Messages: typeof en & typeof doctor & typeof sections & typeof reading & typeof organising & typeof setup;
  }
}
