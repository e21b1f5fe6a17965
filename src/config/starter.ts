import { flowText } from './flowText';
import { outlineOf } from './outline';
import { fileShape } from './shape';
import type { Config, LineRule } from './types';

type Said = Parameters<typeof flowText>[0];

/**
 * A first `moodle-release.yaml`, with what was inferred from a repository and a sentence on each key. Where all
 * customers of a line agree, it is said once.
 */
export function newConfigText(inferred: Pick<Config, 'customers' | 'lines' | 'remotes'>): string {
  const about = outlineOf(fileShape).properties;
  const section = (key: string, entries: readonly (readonly [string, Said])[]): string => {
    const rows = entries.map(([name, value]) => `  ${flowText(name)}: ${flowText(value)}\n`).join('');
    return `\n# ${about?.[key]?.description ?? key}\n${key}:${rows === '' ? ' {}' : ''}\n${rows}`;
  };
  const customers = inferred.customers.map(
    ({ id, title, spellings }) => [id, { title, ...(spellings.length > 0 && { spellings }) }] as const,
  );
  return [
    '# How changes to Moodle are named, kept and shipped here.\n',
    '# This is what the branches, tags and remotes themselves say: correct what is wrong, and leave out what is plain.\n',
    'schema: 1\n',
    section('customers', customers),
    section('lines', linesOf(inferred.lines)),
    section('remotes', [...inferred.remotes]),
    EXAMPLES,
  ].join('');
}

const EXAMPLES = `
# What branch names mean that do not follow the scheme.
# names:
#   old-wiki: { change: LUVLE/feature/mod_ouwiki, line: "2.5" }
#   LUVLE-2-5.deployment: { role: deployment, customer: LUVLE, line: "2.5" }
#   "wip/*": ignore

# Further spellings of the roles in branch names.
# roles: { deployment: [prod], testing: [uat] }

# Third-party components that are imported anew for each line instead of carried.
# external:
#   mod_ouwiki: { source: "https://moodle.org/plugins/mod_ouwiki" }
`;

function linesOf(rules: readonly LineRule[]): readonly (readonly [string, Said])[] {
  return [...new Set(rules.map(({ line }) => line))].map((line) => {
    const ofLine = rules.filter((rule) => rule.line === line);
    const [first] = ofLine;
    const agreed = new Set(ofLine.map((rule) => flowText(said(rule)))).size === 1;
    if (first !== undefined && agreed) return [line, said(first)];
    const everyone = ofLine.find(({ customer }) => customer === null);
    const single = ofLine.flatMap((rule) => (rule.customer === null ? [] : [[rule.customer, said(rule)] as const]));
    return [line, { ...(everyone && said(everyone)), customers: Object.fromEntries(single) }];
  });
}

function said({ base, life, exceptions }: LineRule): Record<string, string | readonly string[]> {
  return {
    ...(base !== null && { base }),
    ...(life !== null && { life }),
    ...(exceptions.length > 0 && { exceptions }),
  };
}
