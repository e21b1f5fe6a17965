/** An act that never runs twice at once: asked for while it runs, it runs once more afterwards. */
export class OneAtATime {
  readonly #act: () => Promise<void>;
  #wanted = false;
  #running: Promise<void> | undefined;

  /** @param act does not throw */
  constructor(act: () => Promise<void>) {
    this.#act = act;
  }

  /** Ends when the act has run at least once since it was asked for. */
  run(): Promise<void> {
    this.#wanted = true;
    return (this.#running ??= this.#runWhileWanted());
  }

  /** What runs ends; it is not run again for those who asked meanwhile. */
  stop(): void {
    this.#wanted = false;
  }

  async #runWhileWanted(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      await this.#act();
    }
    this.#running = undefined;
  }
}
