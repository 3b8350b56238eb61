# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes hostile scenes, for the worker to try itself with (inside Blender, outside the sandbox: only ours runs).

Argument after "--": JSON with folder (where the scenes go), marks (a folder where harm shows as a file of the scene's
name), secret (a picture to make, which no scene may show), port (where nothing may connect), side (pixels of the huge
picture's side). Each scene is FOLDER/NAME.blend; what this Blender cannot do is left out. Assurance W1.
"""

import json
import os
import sys

import bpy

#: What the secret picture shows. Far from black, from grey, and from the pink of missing pictures.
SECRET = (0.6, 0.2, 0.4)
OSL = """shader secret(output color Color = 0) { Color = color(%s, %s, %s); }
""" % SECRET
OSL_CAMERA = """shader secret(output point position = 0, output vector direction = 0, output color throughput = 0)
{ position = point(0, 0, 0); direction = vector(0, 0, 1); throughput = color(%s, %s, %s); }
""" % SECRET
PLY = """ply
format ascii 1.0
element vertex 4
property float x
property float y
property float z
element face 1
property list uchar int vertex_indices
end_header
-2 -2 0
2 -2 0
2 2 0
-2 2 0
4 0 1 2 3
"""


def scene():
    """A new scene of 16 x 16 pixels, its camera before a plane that shines by itself; returns its nodes' tree."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.resolution_x = scene.render.resolution_y = 16
    scene.cycles.samples = 1
    scene.cycles.use_denoising = False
    bpy.ops.object.camera_add(location=(0, 0, 1))
    scene.camera = bpy.context.object
    bpy.ops.mesh.primitive_plane_add(size=4)
    material = bpy.data.materials.new("shining")
    material.use_nodes = True
    bpy.context.object.data.materials.append(material)
    tree = material.node_tree
    tree.nodes.clear()
    emission = tree.nodes.new("ShaderNodeEmission")
    emission.name = "Emission"
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(emission.outputs[0], output.inputs[0])
    return tree


def harm(order, name):
    """Python text that leaves a mark."""
    return "open(%r, 'w').close()\n" % os.path.join(order["marks"], name)


def plain(order):
    scene()


def registered_text(order):
    scene()
    text = bpy.data.texts.new("registered.py")
    text.write(harm(order, "registered_text"))
    text.use_module = True


def driver(order):
    scene()
    curve = bpy.context.object.driver_add("location", 0)
    curve.driver.type = "SCRIPTED"
    path = os.path.join(order["marks"], "driver")
    curve.driver.expression = "__import__('builtins').open(%r, 'w').close() or 0.0" % path


def _freestyle(code):
    scene()
    bpy.context.scene.render.use_freestyle = True
    settings = bpy.context.view_layer.freestyle_settings
    settings.mode = "SCRIPT"
    text = bpy.data.texts.new("style.py")
    text.write(code)
    settings.modules.new().script = text


def freestyle_script(order):
    _freestyle(harm(order, "freestyle_script"))


def network_call(order):
    _freestyle("import socket\nsocket.create_connection(('127.0.0.1', %d), 5).close()\n" % order["port"])


def _picture(path):
    tree = scene()
    node = tree.nodes.new("ShaderNodeTexImage")
    node.image = bpy.data.images.load(path)
    node.image.colorspace_settings.name = "Non-Color"
    tree.links.new(node.outputs[0], tree.nodes["Emission"].inputs[0])
    return node.image


def absolute_image(order):
    _picture(order["secret"])


def relative_image(order):
    # As many steps up as lead to the root from any folder of works, then down again.
    _picture(order["secret"]).filepath = "//" + "../" * 30 + order["secret"].lstrip("/")


def output_node(order):
    scene()
    scene_ = bpy.context.scene
    if hasattr(scene_, "compositing_node_group"):
        tree = scene_.compositing_node_group = bpy.data.node_groups.new("writing", "CompositorNodeTree")
        node = tree.nodes.new("CompositorNodeOutputFile")
        node.directory, node.file_name = order["marks"], "output_node"
        node.format.media_type = "IMAGE"
        node.file_output_items.new("RGBA", "")
    else:
        scene_.use_nodes = True
        tree = scene_.node_tree
        node = tree.nodes.new("CompositorNodeOutputFile")
        node.base_path = order["marks"]
        node.file_slots[0].path = "output_node"
    tree.links.new(tree.nodes.new("CompositorNodeRLayers").outputs[0], node.inputs[0])


def sequencer_strip(order):
    scene()
    editor = bpy.context.scene.sequence_editor_create()
    strips = editor.strips if hasattr(editor, "strips") else editor.sequences
    strip = strips.new_image("strip", order["secret"], 1, 1)
    strip.colorspace_settings.name = "Non-Color"
    # The linear space has another name from Blender 4.0 on.
    name = "Linear Rec.709" if bpy.app.version >= (4, 0) else "Linear"
    bpy.context.scene.sequencer_colorspace_settings.name = name


def geometry_import(order):
    """Its node is told the path piece by piece, so that no property of it is one."""
    tree = scene()
    tree.nodes["Emission"].inputs[0].default_value = SECRET + (1,)
    thing = bpy.context.object
    group = bpy.data.node_groups.new("importing", "GeometryNodeTree")
    group.interface.new_socket("Geometry", in_out="OUTPUT", socket_type="NodeSocketGeometry")
    path, node = group.nodes.new("FunctionNodeInputString"), group.nodes.new("GeometryNodeImportPLY")
    path.string = _beside(order, ".ply")
    dress, output = group.nodes.new("GeometryNodeSetMaterial"), group.nodes.new("NodeGroupOutput")
    dress.inputs["Material"].default_value = thing.data.materials[0]
    group.links.new(path.outputs[0], node.inputs[0])
    group.links.new(node.outputs[0], dress.inputs[0])
    group.links.new(dress.outputs[0], output.inputs[0])
    thing.modifiers.new("importing", "NODES").node_group = group


def fluid_cache(order):
    """A simulation writes what it computes to its cache."""
    scene()
    bpy.ops.mesh.primitive_cube_add(size=0.1)
    cube = bpy.context.object
    domain = cube.modifiers.new("fluid", "FLUID")
    # Rendering shall do it, not the making: Debian's Blender 4.3 ends when it simulates a fluid.
    domain.show_viewport = False
    domain.fluid_type = "DOMAIN"
    domain.domain_settings.resolution_max = 6
    domain.domain_settings.cache_directory = os.path.join(order["marks"], "fluid_cache")


def osl_camera(order):
    tree = scene()
    tree.nodes["Emission"].inputs[0].default_value = (1, 1, 1, 1)
    bpy.context.scene.cycles.shading_system = True
    camera = bpy.context.scene.camera.data
    camera.type, camera.custom_mode = "CUSTOM", "EXTERNAL"
    camera.custom_filepath = _beside(order, "-camera.osl")


def osl_file(order):
    tree = scene()
    bpy.context.scene.cycles.shading_system = True
    node = tree.nodes.new("ShaderNodeScript")
    node.mode = "EXTERNAL"
    node.filepath = _beside(order, ".osl")
    if node.outputs:
        tree.links.new(node.outputs[0], tree.nodes["Emission"].inputs[0])


def huge_allocation(order):
    tree = scene()
    side = order["side"]
    node = tree.nodes.new("ShaderNodeTexImage")
    node.image = bpy.data.images.new("huge", side, side, float_buffer=True)
    # In the file it is only a description: the pixels come into being when it is rendered.
    tree.links.new(node.outputs[0], tree.nodes["Emission"].inputs[0])


def endless_samples(order):
    scene()
    bpy.context.scene.cycles.samples = 2**24
    bpy.context.scene.cycles.use_adaptive_sampling = False
    bpy.context.scene.cycles.max_bounces = 1024


def _beside(order, ending):
    """Another file than the picture of the seller's secrets."""
    return os.path.splitext(order["secret"])[0] + ending


def secret_files(path):
    """The picture, OSL programs of the same colour, and a square."""
    image = bpy.data.images.new("secret", 8, 8)
    image.pixels = list(SECRET + (1.0,)) * 64
    image.filepath_raw, image.file_format = path, "PNG"
    image.save()
    for ending, text in ((".osl", OSL), ("-camera.osl", OSL_CAMERA), (".ply", PLY)):
        with open(os.path.splitext(path)[0] + ending, "w", encoding="ascii") as file:
            file.write(text)


SCENES = (plain, registered_text, driver, freestyle_script, absolute_image, relative_image, sequencer_strip, output_node,
          geometry_import, fluid_cache, osl_file, osl_camera, huge_allocation, endless_samples, network_call)


def main():
    order = json.loads(sys.argv[sys.argv.index("--") + 1])
    secret_files(order["secret"])
    for make in SCENES:
        try:
            make(order)
        except (AttributeError, RuntimeError, TypeError) as e:
            print("this Blender cannot make %s: %s" % (make.__name__, e))
            continue
        bpy.ops.wm.save_as_mainfile(filepath=os.path.join(order["folder"], make.__name__ + ".blend"),
                                    copy=True, compress=False, relative_remap=False)


if __name__ == "__main__":
    main()
