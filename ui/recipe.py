import os, numpy as np, torch

def save_activations(net, images, labels, epoch, layers=(), folder="activations"):
    """Call it after every epoch, with the same images (1000, say); layers: names of modules, () for all."""
    arrays, training = {"images": images.cpu().numpy(), "labels": labels.cpu().numpy()}, net.training
    def keep(name, output):
        if isinstance(output, torch.Tensor): arrays.setdefault(name, output.float().cpu().numpy())
    hooks = [module.register_forward_hook(lambda module, args, output, name=name: keep(name, output))
             for name, module in net.named_modules() if name in layers or not layers and not [*module.children()]]
    with torch.no_grad(): arrays["logits"] = net.eval()(images).float().cpu().numpy()
    for hook in hooks: hook.remove()
    net.train(training)
    os.makedirs(folder, exist_ok=True)
    np.savez(f"{folder}/.epoch_{epoch}.npz", **arrays)
    os.replace(f"{folder}/.epoch_{epoch}.npz", f"{folder}/epoch_{epoch}.npz")
