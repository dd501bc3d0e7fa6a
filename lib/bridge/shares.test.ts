import { sharesSuite } from '@/e2e/support/sharesSuite';
import { MemoryShares } from './shares';

sharesSuite('memory', () => new MemoryShares());
