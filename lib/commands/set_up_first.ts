/**
 * Sets up what is missing, which takes no time if nothing is. Its modules load only now, since a bare checkout has none
 * of their packages.
 */
export async function setUpFirst(): Promise<void> {
  const { setup } = await import("../setup/setup.ts");
  await setup();
}
