import type { ExperimentSettings } from "../../settings/experiment_settings.ts";

/**
 * Sets up what is missing, which takes no time if nothing is. Its modules load only now, since a bare checkout has none
 * of their packages.
 */
export async function setUpFirst(): Promise<void> {
  const { setup } = await import("../setup/setup.ts");
  await setup();
}

/** Sets up what is missing, and finds out once which device trains faster if there are two to choose from. */
export async function setUpToTrain(settings: Partial<ExperimentSettings> = {}): Promise<void> {
  await setUpFirst();
  const { timeDevices } = await import("../setup/time_devices.ts");
  await timeDevices(settings);
}
