import { placesSuite } from '@/e2e/support/placesSuite';
import { MemoryPlaces } from './places';

placesSuite('memory', () => new MemoryPlaces());
