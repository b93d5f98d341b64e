import { root } from "./paths.ts";

/** Returns the installed version of an npm package. */
export async function packageVersion(name: string): Promise<string> {
  return JSON.parse(await Deno.readTextFile(`${root}/node_modules/${name}/package.json`)).version;
}
