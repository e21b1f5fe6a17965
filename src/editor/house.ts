import type * as rooms from '../rooms';

/** The rest of the house: the second bundle, opened at the first need. */
export type House = typeof rooms;
export type OpenHouse = () => Promise<House>;
