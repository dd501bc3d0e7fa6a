import { expect, test } from 'vitest';
import { parsePanes } from './usePanes';

test.each<[string | null, [number, number]]>([
  [null, [232, 400]],
  ['{"folders":200,"list":500}', [200, 500]],
  ['{"folders":1,"list":99999}', [180, 680]],
  ['{"folders":null,"list":"wide"}', [232, 400]],
  ['[', [232, 400]],
  ['7', [232, 400]],
])('%s', (text, [folders, list]) => {
  expect(parsePanes(text)).toEqual({ folders, list });
});
