import * as z from "zod";
import { settingRule } from "./setting_rule.ts";
import { type Setting, settingTable } from "./setting_table.ts";

/** The values that a table of settings describes. */
export type ValuesOf<Table extends Record<string, { type: { _output: unknown } }>> = {
  [Name in keyof Table]: Table[Name]["type"]["_output"];
};

/** Everything that decides an experiment; together with the data and the machine it decides its numbers. */
export interface ExperimentSettings extends ValuesOf<(typeof import("./setting_table.ts"))["settingTable"]> {}

/** Marks what was checked, for the compiler alone: a copy in which something is changed has no mark. */
export declare class Checked {
  private readonly checked: true;
}

/** Settings that {@link checkSettings} has checked and completed. What takes them does not check them again. */
export type CheckedSettings = Readonly<ExperimentSettings> & Checked;

/** The settings that training takes; a part of {@link ExperimentSettings}. */
export interface TrainingSettings
  extends Pick<ExperimentSettings, keyof (typeof import("./setting_table.ts"))["trainingSettings"]> {}

/** Name of a setting. */
export type SettingName = keyof ExperimentSettings;

/** The names of all settings, in the order of the table. */
export const settingNames: SettingName[] = Object.keys(settingTable) as SettingName[];

const experimentSchema = z.strictObject(typesOf(settingTable));

/**
 * Checks settings and returns all of them, with the defaults of those that are left out; one that has no default is
 * undefined then. This is done once, where settings come in: from a notebook, the command line, a sweep's file, a record.
 *
 * Throws one sentence if a setting makes no sense or there is no setting of its name.
 *
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * assertEquals(checkSettings({ epochs: 8 }).batch, 128);
 * assertThrows(() => checkSettings({ epochs: 0 }), Error, "epochs must be a whole number of 1 or more, and is 0.");
 * ```
 *
 * @param settings Settings that are other than the article's.
 */
export function checkSettings(settings: Partial<ExperimentSettings>): CheckedSettings {
  const unknown = Object.keys(settings).find((name) => !isSetting(name));
  if (unknown !== undefined) throw new Error(`There is no setting "${unknown}": there are ${settingNames.join(", ")}.`);
  const values = checked(experimentSchema, settings);
  const complete = Object.fromEntries(
    settingNames.map((name) => [name, values[name]]),
  ) as unknown as CheckedSettings;
  const { windowStep, windowLength, split, testPerson, trainingPeople, validationSubjects, keep, patience } = complete;
  if (testPerson !== undefined && split !== "subject") {
    throw new Error(`testPerson belongs to the split "subject", and the split is "${split}".`);
  }
  if (trainingPeople !== undefined && split === "random") {
    throw new Error('trainingPeople belongs to a split by person, and the split is "random".');
  }
  if (complete.testedEpochs > 1 && split === "subject") {
    throw new Error('testedEpochs must be 1 with the split "subject": its people are tested once, at the end.');
  }
  if (complete.testedEpochs > 1 && (keep === "best" || patience !== undefined)) {
    throw new Error('testedEpochs counts the last epochs: set keep to "last" and leave out patience.');
  }
  if (complete.convolution === "depthwise" && complete.cardinality !== 1) {
    throw new Error(`convolution "depthwise" takes a cardinality of 1, and it is ${complete.cardinality}.`);
  }
  if (windowStep !== undefined && windowStep > windowLength) {
    throw new Error(`windowStep must be windowLength, ${windowLength}, at most, and is ${windowStep}.`);
  }
  if (split !== "random" && validationSubjects === 0 && (keep === "best" || patience !== undefined)) {
    throw new Error(
      'validationSubjects 0 leaves nobody to choose an epoch by: set keep to "last" and leave out patience.',
    );
  }
  return complete;
}

/** Tells whether there is a setting of a name. */
export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(settingTable, name);
}

/** Checks one setting alone. Throws one sentence if its value makes no sense. */
export function checkSetting(name: SettingName, value: unknown): void {
  checked(z.object(typesOf({ [name]: settingTable[name] })), { [name]: value });
}

/** The settings of the article, which are the defaults. */
export const articleSettings: CheckedSettings = checkSettings({});

function typesOf(table: Record<string, Setting>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(table).map(([name, { type }]) => [name, type]));
}

function checked(schema: z.ZodObject, values: object): Record<string, unknown> {
  const { success, error, data } = schema.safeParse(values);
  if (success) return data;
  const name = error.issues[0].path[0] as SettingName;
  throw new Error(
    `${name} must be ${settingRule(settingTable[name])}, and is ${(values as ExperimentSettings)[name]}.`,
  );
}
