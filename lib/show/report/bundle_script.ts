import { pathToFileURL } from "node:url";
import { runCommand } from "../../system/run_command.ts";
import { root } from "../../system/paths.ts";

/**
 * Returns a page's script as one piece of JavaScript for browsers, which may stand in a script element. Deno downloads
 * the program that does it once, which set-up sees to. Throws one sentence if it cannot.
 */
export async function bundleScript(file: string): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    const [out, map] = [`${folder}/script.js`, `${folder}/import_map.json`];
    const { imports } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`)) as { imports: Record<string, string> };
    const url = (path: string) => pathToFileURL(`${root}/${path}`).href;
    const absolute = Object.entries(imports).map((
      [name, target],
    ) => [name, target.startsWith("./") ? url(target) : target]);
    await Deno.writeTextFile(map, JSON.stringify({ imports: Object.fromEntries(absolute) }));
    const args = ["bundle", "--import-map", map, "--platform", "browser", "--minify", "--output", out, file];
    const { success, output } = await runCommand(Deno.execPath(), args, { cwd: root });
    if (!success) {
      const problem = output.split("\n").find((line) => /error/i.test(line)) ?? output.trim().split("\n").at(-1);
      throw new Error(`deno bundle could not make the script of a page: ${problem}`);
    }
    return (await Deno.readTextFile(out)).replaceAll("</script", "<\\/script");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
