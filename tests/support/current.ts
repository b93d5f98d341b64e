import { assertEquals } from "@std/assert";
import { root } from "../../lib/system/paths.ts";

/** Whether generated texts are to be written instead of compared: `deno task docs` says so. */
const update = Deno.args.includes("--update");

/** Asserts that a file holds what is generated for it; with `--update` it is written. */
export async function assertCurrentFile(path: string, text: string): Promise<void> {
  const wanted = await formatted(text, path.split(".").at(-1)!);
  if (update) await Deno.writeTextFile(path, wanted);
  const found = await Deno.readTextFile(path).catch(() => "");
  assertEquals(found, wanted, `${path} is not what the code says: run \`deno task docs\``);
}

/**
 * Asserts that the part of a Markdown file between the markers of a name holds what is generated for it; with
 * `--update` it is written.
 */
export async function assertCurrentPart(path: string, name: string, text: string): Promise<void> {
  const [begin, end] = [`<!-- ${name}, written by deno task docs -->`, `<!-- end of ${name} -->`];
  const whole = await Deno.readTextFile(path);
  const [from, to] = [whole.indexOf(begin) + begin.length, whole.indexOf(end)];
  if (from < begin.length || to < from) throw new Error(`${path} has no markers for ${name}.`);
  await assertCurrentFile(path, `${whole.slice(0, from)}\n\n${text}\n\n${whole.slice(to)}`);
}

/** Returns a file's text as `deno fmt` writes it. */
async function formatted(text: string, extension: string): Promise<string> {
  const args = ["fmt", `--ext=${extension}`, `--config=${root}/deno.json`, "-"];
  const process = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped", cwd: root }).spawn();
  const input = process.stdin.getWriter();
  await input.write(new TextEncoder().encode(text));
  await input.close();
  const { success, stdout } = await process.output();
  if (!success) throw new Error("deno fmt could not format a generated text.");
  return new TextDecoder().decode(stdout);
}
