import type { Scalar, Tensor, Variable } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import type { BatchLoss, GraphTrainingOptions } from "../graph/graph_training.ts";
import type { TrainingSteps } from "./training_steps.ts";

const tf = await backend();
/** tfjs takes gradients by the names of their variables, but gives that type no name of its own. */
type NamedVariableMap = Parameters<ReturnType<typeof tf.train.adam>["applyGradients"]>[0];

/** Training steps that tfjs executes operation by operation, with its own Adam; for what cannot be a graph. */
export class OpByOpTraining implements TrainingSteps {
  readonly #weights: Variable[];
  readonly #data: Tensor[];
  readonly #loss: BatchLoss;
  readonly #weightDecay: number;
  readonly #optimizer: ReturnType<typeof tf.train.adam>;

  /** Takes what `GraphTraining` takes. */
  constructor(
    options: Pick<GraphTrainingOptions, "weights" | "data" | "loss" | "beta1" | "beta2" | "epsilon" | "weightDecay">,
  ) {
    const { weights, data, loss, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
    this.#weightDecay = weightDecay;
    this.#optimizer = tf.train.adam(0.001, beta1, beta2, epsilon);
    this.#weights = weights;
    this.#data = data;
    this.#loss = loss;
  }

  async step(rows: Int32Array, learningRate: number): Promise<number[]> {
    const results = tf.tidy(() => {
      let values: Scalar[] = [];
      const { value, grads } = tf.variableGrads(() => {
        const { loss, values: others } = this.#loss(this.#data.map((tensor) => tf.gather(tensor, rows)));
        values = others.map((value) => tf.keep(value.toFloat()));
        return loss;
      }, this.#weights);
      Object.assign(this.#optimizer, { learningRate });
      const trained = this.#weights.filter(({ name }) => grads[name]);
      const decay = this.#weightDecay === 0
        ? []
        : trained.map((weight) => weight.mul(learningRate * this.#weightDecay));
      this.#optimizer.applyGradients(grads as NamedVariableMap);
      for (const [index, part] of decay.entries()) trained[index].assign(trained[index].sub(part));
      const numbers = tf.stack([value, ...values]).dataSync();
      tf.dispose(values);
      return numbers;
    });
    await new Promise((resolve) => setTimeout(resolve));
    return [...results];
  }

  /** Does nothing: the steps change the variables of tfjs. */
  async toModel(): Promise<void> {}

  dispose(): void {
    this.#optimizer.dispose();
  }
}
