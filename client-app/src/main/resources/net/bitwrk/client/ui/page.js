// Fetches the living part of the page again while somebody looks at it. Everything works without, too.
const live = document.getElementById('live');
const pause = 2000;

async function refresh() {
  if (document.hidden) {
    return;
  }
  try {
    const answer = await fetch('/ui/live');
    live.classList.toggle('stale', !answer.ok);
    if (answer.ok && !live.contains(document.activeElement)) {
      live.innerHTML = await answer.text();
    }
  } catch {
    live.classList.add('stale');
  }
}

setInterval(refresh, pause);
