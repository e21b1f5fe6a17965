import { placeWhen } from './command';
import type { Command } from './command';
import { commands } from './commands';
import { markers } from './markers';
import { planLanguage } from './schemes';
import { settings } from './settings';
import { container, views, welcomes } from './views';
import { walkthrough } from './walkthrough';
import { all } from './when';

/** The keys of package.json that are generated, and the words of package.nls.json they refer to. */
export interface Manifest {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly words: Readonly<Record<string, string>>;
}

const identity = {
  description: 'See the state of every local Moodle change at a glance, and what has to move to the new release.',
  untrusted: 'Reading the state of changes means running git in the folder, so nothing is shown until it is trusted.',
  virtual: 'git needs the repository on a disk.',
};

/** A plan is read, not written. */
const planReading = {
  'editor.lineNumbers': 'off',
  'editor.minimap.enabled': false,
  'editor.guides.indentation': false,
  'editor.occurrencesHighlight': 'off',
  'editor.renderLineHighlight': 'none',
  'editor.unicodeHighlight.ambiguousCharacters': false,
  'editor.wordWrap': 'on',
  'editor.wrappingIndent': 'deepIndent',
};

/** Builds everything in package.json that follows from the tables of this room. */
export function manifest(): Manifest {
  const words: Record<string, string> = {};
  const say = (key: string, text: string): string => {
    if (key in words) throw new Error(`two texts are called ${key}`);
    words[key] = text;
    return `%${key}%`;
  };
  const keys = {
    description: say('description', identity.description),
    icon: 'media/icon.png',
    galleryBanner: { color: '#3b2314', theme: 'dark' },
    categories: ['SCM Providers', 'Other'],
    keywords: ['moodle', 'git', 'release', 'rebase', 'plugins'],
    extensionKind: ['workspace'],
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description: say('capabilities.untrusted', identity.untrusted),
        restrictedConfigurations: Object.entries(settings)
          .filter(([, setting]) => setting.restricted)
          .map(([id]) => id),
      },
      virtualWorkspaces: { supported: false, description: say('capabilities.virtual', identity.virtual) },
    },
    activationEvents: markers.map((file) => `workspaceContains:${file}`),
    l10n: './l10n',
    contributes: {
      commands: commandEntries(say),
      menus: menus(),
      keybindings: keybindings(),
      viewsContainers: {
        activitybar: [{ id: container.id, title: say('container.title', container.title), icon: container.icon }],
      },
      views: {
        [container.id]: Object.entries(views).map(([id, view]) => ({
          id,
          name: say(`view.${local(id)}.name`, view.name),
          contextualTitle: '%container.title%',
          icon: view.icon,
          initialSize: view.initialSize,
          ...('visibility' in view && { visibility: view.visibility }),
        })),
      },
      viewsWelcome: welcomes.map(({ view, when, key, text }) => ({ view, contents: say(key, text), when })),
      configuration: {
        title: '%container.title%',
        properties: Object.fromEntries(
          Object.entries(settings).map(([id, { type, scope, ...setting }]) => [
            id,
            {
              type,
              default: setting.default,
              scope,
              markdownDescription: say(`setting.${local(id)}`, setting.description),
            },
          ]),
        ),
      },
      languages: [
        {
          id: planLanguage,
          aliases: [say('language.plan', 'Release Plan')],
          filenamePatterns: [`**/${planLanguage}/*`],
        },
      ],
      grammars: [
        { language: planLanguage, scopeName: 'text.moodle-release-plan', path: './media/plan.tmLanguage.json' },
      ],
      configurationDefaults: { [`[${planLanguage}]`]: planReading },
      walkthroughs: [walkthroughEntry(say)],
      yamlValidation: [{ fileMatch: 'moodle-release.yaml', url: './media/moodle-release.schema.json' }],
    },
  };
  return { keys, words };
}

type Say = (key: string, text: string) => string;

const local = (id: string): string => id.slice(id.indexOf('.') + 1);
const table: [string, Command][] = Object.entries(commands);

function commandEntries(say: Say): object[] {
  say('category', container.title);
  return table.map(([command, { title, icon, enablement }]) => ({
    command,
    title: say(`command.${local(command)}`, title),
    category: '%category%',
    ...(icon && { icon: `$(${icon})` }),
    ...(enablement && { enablement }),
  }));
}

function menus(): Record<string, object[]> {
  const places = table.flatMap(([command, entry]) => (entry.places ?? []).map((place) => ({ command, place })));
  const entries = (menu: 'title' | 'item' | 'editor'): object[] =>
    places
      .filter(({ place }) => menu in place)
      .map(({ command, place }) => ({ command, when: placeWhen(place), group: place.group }));
  return {
    commandPalette: table.flatMap(([command, { palette }]) => (palette ? [{ command, when: palette }] : [])),
    'view/title': entries('title'),
    'view/item/context': entries('item'),
    'editor/title': entries('editor'),
  };
}

function keybindings(): object[] {
  return table.flatMap(([command, { key, enablement }]) => {
    if (key === undefined) return [];
    const when = all(`focusedView == ${key.view}`, '!inputFocus', ...(enablement ? [enablement] : []));
    return [{ command, key: key.press, when }];
  });
}

function walkthroughEntry(say: Say): object {
  return {
    id: walkthrough.id,
    title: say('walkthrough.title', walkthrough.title),
    description: say('walkthrough.description', walkthrough.description),
    steps: walkthrough.steps.map(({ id, title, description, altText, completion }) => ({
      id,
      title: say(`walkthrough.${id}.title`, title),
      description: say(`walkthrough.${id}.description`, description),
      media: { svg: `media/walkthrough/${id}.svg`, altText: say(`walkthrough.${id}.picture`, altText) },
      completionEvents: [completion],
    })),
  };
}
