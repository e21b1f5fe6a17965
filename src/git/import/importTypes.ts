import type { ObjectId, Signature } from '../types';

/** Where third-party code is, as a person says it. */
export interface GivenSource {
  /** Absolute path of a folder, an archive or a repository; or a repository's address. */
  readonly from: string;
  /** Of a repository: a tag, a branch or a commit. */
  readonly at: string | null;
}

/** Where third-party code was read, and what it was: what a plan holds of it. */
export interface ImportSource {
  readonly kind: 'archive' | 'folder' | 'repository';
  readonly where: string;
  readonly at: string | null;
  /** `sha256:…` of an archive's bytes, or of a folder's paths, modes and contents; of a repository its commit. */
  readonly is: string;
}

/** What an import is made of; `importCode` computes what comes of it. */
export interface ImportRecipe {
  /** The commit the publisher's files are laid on. */
  readonly parent: ObjectId;
  /** The folder in its tree that becomes theirs; nothing that was in it stays. */
  readonly folder: string;
  readonly message: string;
  /** Author and committer. */
  readonly by: Signature;
}

/** Third-party code that was read. */
export interface FoundCode {
  readonly source: ImportSource;
  /** Text of its version.php; null where its top folder has none. */
  readonly versionFile: string | null;
  /** Paths of submodules, which are not part of it. */
  readonly submodules: readonly string[];
}

/** What is wrong with a source. `about` is a path in it, or git's own words. */
export interface SourceFault {
  readonly code:
    /** Nothing is there, or it cannot be read. */
    | 'absent'
    /** An address that is no repository's, or that this house does not fetch from. */
    | 'bad-address'
    /** The repository could not be reached. */
    | 'unreachable'
    /** It has no such tag, branch or commit. */
    | 'no-such-ref'
    /** Only a repository has something to choose from. */
    | 'no-repository'
    /** Neither zip nor tar, or not whole. */
    | 'bad-archive'
    /** A path that leads out of the folder, into git's own, or that not every system can write. */
    | 'unsafe-path'
    /** A link that leads out of the folder. */
    | 'outside-link'
    /** Two paths that are one where case does not count, or a file that is also a folder. */
    | 'twice'
    /** Neither file, folder nor link. */
    | 'no-file'
    /** More than 512 MB. */
    | 'too-large'
    /** More than 50,000 files. */
    | 'too-many';
  readonly about: string;
}
