import { countersSuite } from '@/e2e/support/countersSuite';
import { memoryCounters } from './counters';

countersSuite('memory', memoryCounters);
