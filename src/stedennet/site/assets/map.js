// Says below a map which place is under the pointer or has the focus; without it the browser shows the same as a tooltip.
for (const map of document.querySelectorAll(".map")) {
  const said = map.querySelector("[data-map-said]");
  if (!said) continue;
  const say = ({ target }) => {
    const place = target.closest(".map__area");
    if (place) said.textContent = place.querySelector("title").textContent;
  };
  map.addEventListener("pointerover", say);
  map.addEventListener("focusin", say);
}
