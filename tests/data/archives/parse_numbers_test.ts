import { assertEquals, assertThrows } from "@std/assert";
import { parseNumbers } from "../../../lib/data/archives/parse_numbers.ts";

const parse = (
  text: string,
  width: number,
) => [...parseNumbers("a.txt", new TextEncoder().encode(text), width, Float32Array)];

Deno.test("numbers are those that JavaScript reads, in every form", () => {
  const texts = [
    "0",
    "-0",
    "+1",
    "1.",
    ".5",
    "-.25",
    "1e3",
    "1E+03",
    "-1.5e-003",
    "  2.5716510e-001".trim(),
    "123456789012345678901234567890",
    "0.1234567890123456789",
    "1e-45",
    "3.4e38",
    "1e22",
    "1e-22",
    "1e-23",
    "9007199254740993",
    "0.000000000000000000000000001",
  ];
  const expected = Float32Array.from(texts, Number);
  assertEquals(parse(texts.join(" "), texts.length), [...expected]);
});

Deno.test("random numbers in UCI's format are read exactly", () => {
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const texts = Array.from(
    { length: 5000 },
    () => ((random() - 0.5) * 10 ** Math.floor(random() * 12 - 8)).toExponential(7),
  );
  assertEquals(parse(texts.map((text) => text.padStart(16)).join(""), 5000), [...Float32Array.from(texts, Number)]);
});

Deno.test("blank lines at the end mean nothing", () => {
  assertEquals(parse("1 2\n3 4\n\n \r\n\n", 2), [1, 2, 3, 4]);
});

Deno.test("numbers of many digits are kept as 64 bits where they are asked for", () => {
  const text = "0.9180555898766518 -0.1124999994242935";
  const read = parseNumbers("a.txt", new TextEncoder().encode(text), 2, Float64Array);
  assertEquals([...read], [0.9180555898766518, -0.1124999994242935]);
});

Deno.test("blanks, tabs and both kinds of line ends may stand between numbers", () => {
  assertEquals(parse("  1   2\r\n\t3 4  \n5 6", 2), [1, 2, 3, 4, 5, 6]);
});

const bad: [string, string, string][] = [
  ["", "a.txt is empty", "no text"],
  ["1 2\n3\n", "a.txt, line 2: there are 1 values, and there must be 2", "a short line"],
  ["1 2 3\n", "line 1: there are 3 values", "a long line"],
  ["1 2\n\n3 4\n", "line 2: there are 0 values", "an empty line"],
  ["1 2\n3 x\n", 'line 2: value 2, "x", is not a finite number', "a word"],
  ["1 NaN\n", 'line 1: value 2, "NaN", is not a finite number', "NaN"],
  ["1 Infinity\n", 'value 2, "Infinity", is not a finite number', "infinity"],
  ["1,2 3\n", 'value 1, "1,2", is not a finite number', "a comma"],
  ["1 1.2.3\n", "is not a finite number", "two points"],
  ["1 e5\n", "is not a finite number", "an exponent alone"],
  ["1 1e\n", "is not a finite number", "an exponent without digits"],
  ["1 -\n", "is not a finite number", "a sign alone"],
  ["1 1e999\n", 'value 2, "1e999", is too large for a number of 32 bits', "a number beyond all bounds"],
  ["1 -1e300\n", 'value 2, "-1e300", is too large for a number of 32 bits', "a number beyond float32"],
  ["1 0x10\n", 'value 2, "0x10", is not a finite number', "a hexadecimal number"],
  ["1 0b1\n", "is not a finite number", "a binary number"],
  ["1 1_000\n", "is not a finite number", "digits in groups"],
];

for (const [text, error, name] of bad) {
  Deno.test(`parseNumbers refuses ${name}`, () => {
    assertThrows(() => parse(text, 2), Error, error);
  });
}
