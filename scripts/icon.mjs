// Draws media/icon.png, the picture of the extension in lists (128 × 128, where VS Code takes no SVG).
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const size = 128;
const samples = 4;
const orange = [0xf9, 0x80, 0x12];
const white = [0xff, 0xff, 0xff];
const dark = [0x3b, 0x23, 0x14];

const distance = (x, y, [ax, ay], [bx, by]) => {
  const along = Math.max(
    0,
    Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 || 1)),
  );
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
};
const line = (points, width) => (x, y) =>
  points.slice(1).some((point, i) => distance(x, y, points[i], point) <= width / 2);
const disc = (centre, radius) => (x, y) => Math.hypot(x - centre[0], y - centre[1]) <= radius;
const bend = Array.from({ length: 25 }, (_, i) => {
  const s = i / 24;
  const cubic = (a, b, c, d) => a * (1 - s) ** 3 + 3 * b * s * (1 - s) ** 2 + 3 * c * s ** 2 * (1 - s) + d * s ** 3;
  return [cubic(36, 68, 90, 92), cubic(94, 88, 76, 36)];
});

/** The last shape a point is in gives it its colour. */
const shapes = [
  [(x, y) => Math.hypot(Math.max(28 - x, x - 100, 0), Math.max(28 - y, y - 100, 0)) <= 28, dark],
  [
    line(
      [
        [36, 94],
        [36, 34],
      ],
      8,
    ),
    white,
  ],
  [line(bend, 8), orange],
  [
    line(
      [
        [54, 34],
        [70, 34],
      ],
      7,
    ),
    white,
  ],
  [
    line(
      [
        [64, 26],
        [72, 34],
        [64, 42],
      ],
      7,
    ),
    white,
  ],
  [disc([36, 94], 14), white],
  [disc([36, 34], 14), white],
  [disc([92, 34], 14), orange],
  [disc([36, 94], 6), dark],
  [disc([36, 34], 6), dark],
  [disc([92, 34], 6), dark],
];

function pixel(px, py) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < samples ** 2; i++) {
    const x = px + ((i % samples) + 0.5) / samples;
    const y = py + (Math.floor(i / samples) + 0.5) / samples;
    const colour = shapes.findLast(([inside]) => inside(x, y))?.[1];
    if (colour) [...colour, 1].forEach((value, channel) => (sum[channel] += value));
  }
  const [r, g, b, covered] = sum;
  return covered === 0
    ? [0, 0, 0, 0]
    : [r / covered, g / covered, b / covered, (255 * covered) / samples ** 2].map(Math.round);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8);
const rows = Array.from({ length: size }, (_, y) => [0, ...Array.from({ length: size }, (_, x) => pixel(x, y)).flat()]);
writeFileSync(
  'media/icon.png',
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);
