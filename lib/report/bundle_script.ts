import { run } from "../system/run_command.ts";
import { root } from "../system/paths.ts";

/**
 * Returns a page's script as one piece of JavaScript for browsers, which may stand in a script element. The first time on
 * a machine Deno downloads the program that does it. Throws one sentence if it cannot.
 */
export async function bundleScript(file: string): Promise<string> {
  const out = await Deno.makeTempFile({ suffix: ".js" });
  try {
    const args = ["bundle", "--platform", "browser", "--minify", "--output", out, file];
    const { success, output } = await run(Deno.execPath(), args, { cwd: root });
    if (!success) {
      const problem = output.split("\n").find((line) => /error/i.test(line)) ?? output.trim().split("\n").at(-1);
      throw new Error(`deno bundle could not make the script of a page: ${problem}`);
    }
    return (await Deno.readTextFile(out)).replaceAll("</script", "<\\/script");
  } finally {
    await Deno.remove(out);
  }
}
