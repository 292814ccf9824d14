// Passkeys: asks the browser for a key, puts what it answers into the form, and sends the form as any other. Where a browser
// can't (an old one, or an address of numbers instead of a name), the form stays hidden and what stands in its place is shown.

const can = "PublicKeyCredential" in window
  && "parseCreationOptionsFromJSON" in PublicKeyCredential
  && !/^[\d.]+$|^\[/.test(location.hostname);

async function answer(form) {
  const body = new URLSearchParams();
  if (form.elements.form_key) body.set("form_key", form.elements.form_key.value);
  const asked = await fetch(form.dataset.passkey, { method: "POST", body });
  if (!asked.ok) throw new Error(asked.statusText);
  const options = await asked.json();
  const credential = "user" in options
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(credential.toJSON());
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!can) continue;
  form.hidden = false;
  document.querySelectorAll("[data-no-passkey]").forEach((instead) => { instead.hidden = true; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const trouble = form.querySelector("[data-trouble]");
    trouble.hidden = true;
    try {
      form.elements.credential.value = await answer(form);
      form.submit();
    } catch {
      // Their owner closed the browser's question, or there is no key here: both are said alike by browsers.
      trouble.hidden = false;
    }
  });
}
