import type * as rooms from '../rooms';

/** The rest of the house, opened at the first need. */
export type House = typeof rooms;
export type OpenHouse = () => Promise<House>;
