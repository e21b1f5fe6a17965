import { seconds } from './calendar';
import { folderOf, php, pluginFiles, write } from './moodleTree';
import { Sketch } from './sketch';
import type { Edit, Person } from './sketch';

/** A plugin as its maker keeps it: a repository of its own, in whose root the plugin's folder lies. */
export interface PluginDrawing {
  readonly component: string;
  readonly sketch: Sketch;
  /** Paths below the sample's folder: the bare repository, and the archive of its newest tag as its maker offers it. */
  readonly path: string;
  readonly archive: string;
  readonly tag: string;
  /** The one folder that everything in the archive lies in. */
  readonly top: string;
}

const component = 'mod_ouwiki';
const maker: Person = { name: 'Wim Maker', email: 'wim@plugins.invalid' };

/** The wiki that LUVLE has on 2.5 from its first release, and its release for 2.6. */
export function drawPlugin(): PluginDrawing {
  const sketch = new Sketch();
  const inRoot = (version: string, requires: string): Edit[] =>
    pluginFiles(component, version, requires).map((edit) => ({
      ...edit,
      path: edit.path.slice(folderOf(component).length + 1),
    }));
  const first = sketch.commit({
    on: null,
    edits: inRoot('2013060300', '2013051400'),
    message: 'Release for Moodle 2.5\n',
    author: { by: maker, at: seconds('2013-06-01') },
  });
  sketch.tag('v2.5-r1', first);
  const second = sketch.commit({
    on: first,
    edits: [
      ...inRoot('2013120200', '2013111800'),
      write('classes/search.php', php('// Searches all pages of a wiki.\n')),
    ],
    message: 'Release for Moodle 2.6\n',
    author: { by: maker, at: seconds('2013-12-02') },
  });
  sketch.tag('v2.6-r1', second);
  sketch.refs.set('refs/heads/master', second);
  return {
    component,
    sketch,
    path: 'github.example/moodle-mod_ouwiki.git',
    archive: 'github.example/moodle-mod_ouwiki-v2.6-r1.zip',
    tag: 'v2.6-r1',
    top: 'ouwiki',
  };
}
