import { assertEquals } from "@std/assert";
import { numbersWithoutOutput } from "../../../lib/tools/jupyter/text_numbers.ts";

const page = (text: string, output: string) =>
  `<div class="jp-RenderedMarkdown">${text}</div><div class="jp-OutputArea-output">${output}</div>`;

Deno.test("a number in a report's text stands in an output, to the digits that the text has", () => {
  const output = "<td>0.98312</td><td>1,007,686</td><td>+0.52</td><svg><title>0.7777</title><text>104.65</text></svg>";
  const found = (text: string) => numbersWithoutOutput(page(text, output));
  assertEquals(found("<p>98.3%, or 0.983, of 1,007,686; +0.5 points; 104.65 M</p>"), []);
  assertEquals(found("<p>It is 0.984, 97% and 0.7777; and 1,007,687.</p>"), ["0.984", "97%", "0.7777", "1,007,687"]);
  assertEquals(found("<h2>4.2</h2><p>arXiv 1611.05431, section 3.3, <code>0.5</code>, four of 9, 2017</p>"), []);
});
