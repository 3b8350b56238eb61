"use strict";

let shown = 0;

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function link(tile, content) {
  const made = document.createElement("a");
  made.href = tile.link;
  made.target = "_blank";
  made.append(content);
  return made;
}

function place(tile, side) {
  const image = document.createElement("img");
  image.src = tile.picture;
  image.alt = `tile at ${tile.x}, ${tile.y}`;
  const made = link(tile, image);
  made.title = `${tile.seller}: ${tile.price}, ${tile.seconds} s`;
  const percent = pixels => `${100 * pixels / side}%`;
  Object.assign(made.style, {
    left: percent(tile.x), top: percent(tile.y), width: percent(tile.width), height: percent(tile.height),
  });
  document.getElementById("picture").append(made);
}

function list(tile) {
  const row = document.createElement("tr");
  const transaction = document.createElement("td");
  transaction.append(link(tile, "transaction"));
  row.append(
    element("td", `${tile.x}, ${tile.y}`),
    element("td", tile.seller.slice(0, 8) + "…"),
    element("td", tile.price),
    element("td", tile.seconds.toFixed(1)),
    transaction);
  document.getElementById("trades").append(row);
}

async function look() {
  const answer = await (await fetch("/tiles")).json();
  for (; shown < answer.tiles.length; shown++) {
    place(answer.tiles[shown], answer.side);
    list(answer.tiles[shown]);
  }
  document.getElementById("state").textContent = `${shown} of ${answer.total} tiles bought and paid for.`;
  if (shown < answer.total) {
    setTimeout(look, 400);
  }
}

look();
