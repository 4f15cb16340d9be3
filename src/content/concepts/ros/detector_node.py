# #region node
import rclpy
from cv_bridge import CvBridge
from rclpy.node import Node
from rclpy.qos import HistoryPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image
from vision_msgs.msg import Detection2DArray

LATEST = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=1,  # only the newest frame
    reliability=ReliabilityPolicy.BEST_EFFORT,  # accepts any publisher
)


class Detector(Node):
    def __init__(self, model):
        super().__init__("detector")
        self.model, self.bridge = model, CvBridge()
        self.out = self.create_publisher(Detection2DArray, "detections", 10)
        self.create_subscription(Image, "image", self.on_image, LATEST)

    def on_image(self, msg):
        rgb = self.bridge.imgmsg_to_cv2(msg, desired_encoding="rgb8")
        result = Detection2DArray()
        result.header = msg.header  # when and where the image was taken
        result.detections = self.model(rgb)  # a list of Detection2D
        self.out.publish(result)


# #endregion
# #region wrong-node
class StaleDetector(Node):
    def __init__(self, model):
        super().__init__("detector")
        self.model, self.bridge = model, CvBridge()
        self.out = self.create_publisher(Detection2DArray, "detections", 10)
        # A bare 10 means: reliable, keep the last ten.
        self.create_subscription(Image, "image", self.on_image, 10)

    def on_image(self, msg):
        result = Detection2DArray()
        result.header.stamp = self.get_clock().now().to_msg()
        result.detections = self.model(self.bridge.imgmsg_to_cv2(msg))
        self.out.publish(result)


# #endregion


def main(model):
    rclpy.init()
    rclpy.spin(Detector(model))
