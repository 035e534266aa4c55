// Does the sum of proof.py in a worker from the moment that somebody starts to fill in a form. Without it the form works too.
const PATIENCE = 5000; // milliseconds between the button and sending without the answer

for (const form of document.querySelectorAll("form[data-proof]")) {
  let solving, done;
  const solve = () =>
    (solving ??= sum(form.dataset.proof, form.dataset.worker)
      .then((answer) => (form.elements.proof.value = answer))
      .catch(() => {})
      .finally(() => (done = true)));
  form.addEventListener("focusin", solve);
  form.addEventListener("submit", async (event) => {
    if (done) return;
    event.preventDefault();
    await Promise.race([solve(), new Promise((late) => setTimeout(late, PATIENCE))]);
    done = true;
    form.requestSubmit(event.submitter);
  });
  // Somebody who comes back with the browser's button needs a new sum: each counts once.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    form.elements.proof.value = "";
    solving = done = undefined;
  });
}

async function sum(from, by) {
  const challenge = await (await fetch(from)).json();
  const worker = new Worker(by);
  try {
    const solution = await new Promise((done, failed) => {
      worker.onmessage = ({ data }) => (data && !data.error ? done(data) : failed());
      worker.onerror = failed;
      worker.postMessage({ type: "work", challenge });
    });
    return btoa(JSON.stringify({ challenge, solution }));
  } finally {
    worker.terminate();
  }
}
