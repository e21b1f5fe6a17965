/** What is not said is null in a plan's inputs. */
export function placeOf({ line, customer }: Place): Nulled<Place> {
  return { line: line ?? null, customer: customer ?? null };
}

interface Place {
  readonly line?: string;
  readonly customer?: string;
}

type Nulled<T> = { readonly [K in keyof T]-?: T[K] | null };
