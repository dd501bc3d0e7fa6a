import { parseAst } from 'vitest/node';

export interface Import {
  specifier: string;
  /** Gone after compiling: a type crosses a boundary, code does not. */
  typeOnly: boolean;
  /** Names that are imported as values; null where it is the whole module. */
  names: readonly string[] | null;
}

export interface SourceFacts {
  imports: Import[];
  /** `import(x)` or `require(x)` of something that cannot be told from the text. */
  opaque: boolean;
  /** Every identifier in the file, property names as well. */
  identifiers: Set<string>;
}

interface Node {
  type: string;
  [key: string]: unknown;
}

/** What a TypeScript source text imports and names, from its syntax tree. Throws on a text that does not parse. */
export function sourceFacts(path: string, text: string): SourceFacts {
  const facts: SourceFacts = { imports: [], opaque: false, identifiers: new Set() };
  const lang = path.endsWith('x') ? 'tsx' : 'ts';
  visit(parseAst(text, { lang }) as unknown as Node, facts);
  return facts;
}

function visit(node: Node, facts: SourceFacts): void {
  note(node, facts);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) visit(child, facts);
    }
  }
}

function note(node: Node, facts: SourceFacts): void {
  switch (node.type) {
    case 'Identifier':
    case 'JSXIdentifier':
      facts.identifiers.add(String(node.name));
      break;
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (isNode(node.source)) facts.imports.push(declaration(node, String(node.source.value)));
      break;
    case 'TSImportType':
      addLiteral(node.source, true, facts);
      break;
    case 'ImportExpression':
      addLiteral(node.source, false, facts);
      break;
    case 'TSExternalModuleReference':
      addLiteral(node.expression, false, facts);
      break;
    case 'CallExpression':
      if (isNode(node.callee) && node.callee.type === 'Identifier' && node.callee.name === 'require') {
        addLiteral((node.arguments as unknown[])[0], false, facts);
      }
  }
}

function declaration(node: Node, specifier: string): Import {
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : null;
  const isType = (each: Node) => each.importKind === 'type' || each.exportKind === 'type';
  const values = specifiers?.filter((each) => !isType(each)) ?? [];
  const named = values.every((each) => isNode(each.imported) || isNode(each.local));
  const whole = values.some((each) => each.type !== 'ImportSpecifier' && each.type !== 'ExportSpecifier');
  return {
    specifier,
    typeOnly: isType(node) || (specifiers !== null && specifiers.length > 0 && values.length === 0),
    names:
      specifiers && specifiers.length > 0 && named && !whole
        ? values.map((each) => nameOf(isNode(each.imported) ? each.imported : each.local))
        : null,
  };
}

function nameOf(node: unknown): string {
  return isNode(node) ? String(node.name ?? node.value) : '';
}

function addLiteral(node: unknown, typeOnly: boolean, facts: SourceFacts): void {
  if (isNode(node) && node.type === 'Literal' && typeof node.value === 'string') {
    facts.imports.push({ specifier: node.value, typeOnly, names: null });
  } else facts.opaque = true;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
